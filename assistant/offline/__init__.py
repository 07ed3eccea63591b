"""The offline model: a chat model made of rules. It sees only messages and tool schemas, like any other."""
