"""What a message says of contracts, taken into those told before: an answer, a correction, an addition, a loss."""

from decimal import Decimal

from assistant.offline.categories import find_categories
from assistant.offline.changes import with_changes
from assistant.offline.contracts import CLAIMED
from assistant.offline.contracts_again import placed, withdraws
from assistant.offline.fields import STOPS, Inputs
from assistant.offline.quantities import find_values
from assistant.offline.tool import UNKNOWN
from assistant.offline.words import any_of, cues, plain, slots


def merge_voucher(base: Inputs, found: Inputs, question: str) -> Inputs:
    """Carry an answer, a correction, a what-if or an addition into the contracts of the turn before."""
    changed = with_changes(base.get("contracts") or [], question, "amount_yuan")
    if CLAIMED in found:
        base = {name: value for name, value in base.items() if name != UNKNOWN}
    return {**base, "contracts": changed} if changed else _with_contracts(base, found, question)


def _with_contracts(base: Inputs, found: Inputs, question: str) -> Inputs:
    contracts = [dict(contract) for contract in base.get("contracts") or []]
    new = found.get("contracts", [])
    priced = [contract for contract in new if contract["amount_yuan"] is not None]
    if any_of(cues().adds_to_earlier).search(plain(question)) and priced:
        contracts = _changed_first(contracts, question) + priced
    elif len(contracts) == len(priced) == 1 and _is_part(contracts[0], priced[0], question):
        rest = _least(contracts[0]) - _least(priced[0])
        contracts = [{**contracts[0], "amount_yuan": f"{rest:f}"}, priced[0]]
    elif priced and contracts and len(priced) == 1 and len(contracts) == 1:
        contracts = [{**contracts[0], **{key: value for key, value in priced[0].items() if value is not None}}]
    elif len(priced) == 1 and (at := _only_one_like(contracts, priced[0])) is not None:
        contracts[at] = priced[0]
    elif priced:
        contracts = priced
    elif new:
        unknown = [contract for contract in contracts if contract["category"] is None]
        for contract in unknown or contracts:
            contract["category"] = new[0]["category"]
        contracts = contracts or new
    merged = {**base, **{name: value for name, value in found.items() if name != "contracts"}}
    return {**merged, "contracts": contracts} if contracts else merged


def _changed_first(contracts: list[Inputs], question: str) -> list[Inputs]:
    """Return the contracts of before as they are changed in front of an addition: 改成国外卡呢，另外再租60万."""
    money = min((value.start for value in find_values(question) if value.kind == "money"), default=0)
    changed = any_of(slots().changed_to).search(plain(question[:money]))
    named = [category for _, category in find_categories(STOPS.split(question[:money])[0])]
    return [{**one, "category": named[0]} for one in contracts] if changed and named else contracts


def left_over(base: Inputs, found: Inputs, question: str) -> Inputs:
    """Return the inputs without the contracts that fall away: A100那份黄了, 第二份没签成; empty where none does."""
    contracts = base.get("contracts") or []
    named = [(one["amount_yuan"], one["category"]) for one in found.get("contracts", [])]
    if not withdraws(question):
        return {}
    gone = [at for at, contract in enumerate(contracts) if any(_is_it(contract, *one) for one in named)]
    left = [contract for at, contract in enumerate(contracts) if at not in (gone or placed(question, len(contracts)))]
    return {**base, "contracts": left} if left and len(left) < len(contracts) else {}


def _is_it(contract: Inputs, amount: str | None, category: str | None) -> bool:
    return amount in (None, contract["amount_yuan"]) and category in (None, contract["category"])


def _is_part(contract: Inputs, new: Inputs, question: str) -> bool:
    """Say whether an amount is a part of the contract before: 其中360万其实是英伟达."""
    said_so = any_of(slots().part_of).search(plain(question)) and new["category"] not in (None, contract["category"])
    known = contract["amount_yuan"] is not None
    return bool(said_so and known and _least(new) < _least(contract))


def _least(contract: Inputs) -> Decimal:
    """Return a contract's amount; of a vague one the low end."""
    return Decimal(str(contract["amount_yuan"]).partition("-")[0])


def _only_one_like(contracts: list[Inputs], new: Inputs) -> int | None:
    """Return the place of the one contract of the same category: 国产那份改成2000万."""
    alike = [at for at, contract in enumerate(contracts) if contract["category"] == new["category"]]
    return alike[0] if len(alike) == 1 and new["category"] is not None else None
