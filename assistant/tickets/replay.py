"""Runs a ticket again on the present program, with the same earlier turns and as-of date; keeps nothing of it."""

from assistant.agent import Assistant
from assistant.checkpoints import passing_thread
from assistant.tickets.compare import Replay, compare
from assistant.tickets.recorder import parameters_of, used_in
from assistant.tickets.ticket import Ticket
from assistant.tickets.versions import digest
from calculators.registry import load_calculators


def replay(ticket: Ticket, assistant: Assistant) -> Replay:
    """Ask the ticket's question again and compare; the assistant must be one that keeps no tickets."""
    thread = passing_thread()
    *_, reply = [assistant.ask(turn, thread=thread, as_of=ticket.as_of) for turn in (*ticket.earlier, ticket.question)]
    assistant.leave(thread)
    return compare(
        ticket,
        reply,
        digests={clause.id: digest(clause.text) for policy in assistant.policies.values() for clause in policy.clauses},
        parameters=parameters_of(used_in(ticket.reply, load_calculators()), ticket.as_of),
        versions=assistant.versions,
    )
