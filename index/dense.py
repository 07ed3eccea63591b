"""The vector store: Chroma, embedded and persistent, through LangChain's interface. Chroma is imported here only."""

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SetupError
from index.encoder.encoder import Encoder

if TYPE_CHECKING:
    from langchain_chroma import Chroma

_COLLECTION = "clauses"
_BATCH = 1000


class DenseIndex:
    """Clause vectors in a Chroma collection; cosine similarity."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._store = _open(folder, encoder)

    def add(self, ids: list[str], texts: list[str], policies: list[str]) -> None:
        """Insert or replace clauses, at most 1,000 at a time (the caller shows progress between calls)."""
        metadatas = [{"policy": policy} for policy in policies]
        self._store.add_texts(texts, metadatas=metadatas, ids=ids)

    def remove(self, ids: list[str]) -> None:
        """Forget clauses that the corpus no longer holds."""
        self._store.delete(ids=ids)

    def count(self) -> int:
        """Return how many clauses the collection holds."""
        return len(self._store.get(include=[])["ids"])

    def scores(self, query: str, limit: int) -> dict[str, float]:
        """Return cosine similarity by clause id for the nearest ``limit`` clauses; empty for a query without terms."""
        vector = self._encoder.encode([query])[0]
        if not vector.any():
            return {}
        found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=limit)
        return {str(document.id): 1.0 - distance for document, distance in found}


def _open(folder: Path, encoder: Encoder) -> "Chroma":
    from chromadb.config import Settings
    from chromadb.errors import ChromaError
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class _Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [row.tolist() for row in encoder.encode(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    try:
        return Chroma(
            collection_name=_COLLECTION,
            embedding_function=_Adapter(),
            persist_directory=str(folder),
            client_settings=Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)),
            collection_metadata={"hnsw:space": "cosine"},
        )
    except (ChromaError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise SetupError(f"向量库无法打开（{reason}）", repair="运行 suance index build --fresh 重建") from None
