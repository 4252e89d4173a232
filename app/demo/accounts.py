"""The accounts that documentation names: one for each way of using Kelim."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "demo.kelim.example"


@dataclass(frozen=True, slots=True)
class Account:
    """`role` as granted; learners are enrolled instead."""

    box: str
    name: str
    language: str
    role: str = ""

    @property
    def email(self) -> str:
        return address(self.box)


def address(box: str) -> str:
    return f"{box}@{DOMAIN}"


MENTOR = Account("mentor", "נועה בן־דוד", "he")
TRAINEE = Account("trainee", "سلمى خوري", "ar")
TRAINER = Account("trainer", "תמר אזולאי", "he", "trainer")
COORDINATOR = Account("coordinator", "مروان حدّاد", "ar", "coordinator")
SUPERVISOR = Account("supervisor", "Dr. Inna Gurevich", "en", "supervisor")
EVALUATOR = Account("evaluator", "Abebe Mengistu", "en", "evaluator")
ADMINISTRATOR = Account("admin", "יובל פרץ", "he", "administrator")

ACCOUNTS = (MENTOR, TRAINEE, TRAINER, COORDINATOR, SUPERVISOR, EVALUATOR, ADMINISTRATOR)
