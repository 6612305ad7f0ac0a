"""One case from signal to closure and once more, over the API, by people of five organisations.

After each act five partners look at everything there is: detail, lists, search, counts, timeline and pages. What
they get must equal the table below, which is written by hand from the default policy of the region (docs/sharing-in-detail.md:
who may see what, per step). The table says what comes into sight (+) and what goes out of sight (-); it starts
empty, and what it does not mention stays as it was.

    bakery          a thing: the subject with every field of FIELDS["bakery"]
    bakery/step     the same thing, of which only these fields are told: that it is there, and where it stands
    closing/content the part of an intervention that is for who directs it and who carries it out
    police@case     that the police take part in the case
    ?fiscal@bakery  a mark: that fiscal data about the bakery are there, which are not shared
    !case.opened    an event in the timeline of the case; after the colon what it was about

Detail, list, search and page never disagree: see `look`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from api.main import routes
from db.session import Database
from domain.calendar import today
from tests.api.caller import API, Caller, calling, ids_in
from tests.world import ORGANISATIONS, a_signal, a_weighing, take_up

# Who looks for which organisation. Westdorp takes part in nothing but a case of its own.
EYES = {
    "riec": "analyst",
    "zuidstad": "case_manager",
    "police": "detective",
    "inspectorate": "inspector",
    "westdorp": "neighbour",
}

# What each thing tells. Not named: `acts`, and lists of things that are in the table themselves.
FIELDS = {
    "signal": "id number form place municipalityCode urgency owner status step createdAt narrative task sourceProtected"
    " organisedCrimeLink observedFrom observations mentions emergencyCalled",
    "assessment": "id outcome decisionKind concreteObservation listedForm jointProcessingNecessary jointApproachExpected"
    " withinRegion reasons caseId createdAt",
    "assessment/outside": "id outcome decisionKind concreteObservation listedForm jointProcessingNecessary jointApproachExpected"
    " withinRegion reasons createdAt",
    "case": "id number title municipalityCode step phase sealed createdAt purpose activity organisedCrimeLink"
    " managerDueOn",
    "phase": "id phase necessity createdAt",
    "manager": "id managerId manager createdAt",
    "bakery": "id caseId step shared kind role name writtenName status verified",
    "bakery/step": "id caseId step shared status",
    "sem": "id caseId step shared kind role name writtenName nameParts formalName status birthDate verified",
    "sem/step": "id caseId step shared status",
    "contribution": "id subjectId owner category text source createdAt mine forWhom",
    "request": "id caseId subjectId askedId asked asker question ground dueOn overdue status reminders createdAt",
    "answer": "id outcome text createdAt",
    "opinion": "id subjectId owner advice text createdAt forWhom mine",
    "weighing": "id subjectId outcome qualification certainty possibleVictim necessity proportionality subsidiarity"
    " createdAt",
    "weighing with few opinions": "id subjectId outcome qualification certainty possibleVictim necessity"
    " proportionality subsidiarity fewOpinionsReason createdAt",
    "weighing that hands over": "id subjectId outcome qualification certainty possibleVictim necessity"
    " proportionality subsidiarity fewOpinionsReason handedTo createdAt",
    "intervention": "id subjectId kind partnerId partner dueOn overdue status shared createdAt",
    "reply accepted": "id outcome capacityHours capacityAmount capacityUnit priority createdAt",
    "reply refused": "id outcome reason createdAt",
    "report": "id kind text createdAt",
    "completion": "id kind text result createdAt",
    "evaluation": "id caseId goal worked createdAt",
    "evaluation of a subject": "id caseId subjectId goal worked createdAt",
    "reopening": "id caseId reason text createdAt",
    "reopening of a subject": "id caseId subjectId reason text createdAt",
    "signal in a list": "id number form place municipalityCode urgency owner sourceProtected status step createdAt",
    "case in a list": "id number title municipalityCode step phase sealed createdAt",
}
KIND = {
    "phase-1": "phase", "phase-2": "phase",
    "housing": "contribution", "fiscal": "contribution", "police-data": "contribution",
    "supervision": "contribution", "income": "contribution",
    "question": "request", "opinion-of-police": "opinion", "opinion-of-inspectorate": "opinion",
    "weighing-of-bakery": "weighing", "weighing-of-sem": "weighing with few opinions",
    "second-weighing-of-sem": "weighing with few opinions", "third-weighing-of-sem": "weighing that hands over",
    "closing": "intervention", "inspecting": "intervention",
    "yes": "reply accepted", "no": "reply refused", "progress": "report",
    "evaluation-of-bakery": "evaluation of a subject", "evaluation-of-case": "evaluation",
    "second-evaluation-of-case": "evaluation", "reopening-of-case": "reopening",
    "reopening-of-sem": "reopening of a subject",
}  # fmt: skip

# The interventions an organisation directs or carries out: those of its own list.
MINE = {"riec": {"closing", "inspecting"}, "zuidstad": {"closing"}, "inspectorate": {"inspecting"}}

# What the five have to do with the other case: that of Westdorp, out of a signal of the police.
ELSEWHERE = {
    "riec": {"harbour-signal", "harbour"}, "westdorp": {"harbour-signal", "harbour"}, "police": {"harbour-signal"},
}  # fmt: skip

# Stands in every signal, case and subject of this test.
WORD = "koperslager"


@dataclass
class Act:
    """What somebody does, and what that changes for each of the five; `calls` names what was made."""

    title: str
    who: str
    path: str
    body: Callable[["Story"], dict[str, Any]]
    sees: dict[str, str] = field(default_factory=dict)
    calls: str = ""
    stands: str = ""
    """Where the case, the bakery and Sem stand from here on."""
    refused: str = ""
    """The code of the problem, when the act is out of order."""


def _in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def _json(shape: Any) -> dict[str, Any]:
    return dict(shape.model_dump(mode="json", by_alias=True))


def _contribution(category: str) -> Callable[["Story"], dict[str, Any]]:
    return lambda _: {"category": category, "text": "Zoals bekend.", "source": "Register", "attested": True}


def _proposal(kind: str, partner: str) -> Callable[["Story"], dict[str, Any]]:
    return lambda story: {
        "kind": kind, "partnerId": story.organisation(partner), "instruction": "Graag deze maand.",
        "dueOn": _in_days(60),
    }  # fmt: skip


def _joins(partner: str) -> Callable[["Story"], dict[str, Any]]:
    return lambda story: {"organisationId": story.organisation(partner), "reason": "Nodig."}


def _weighs(outcome: str, why_few: str = "") -> Callable[["Story"], dict[str, Any]]:
    return lambda _: _json(a_weighing(outcome=outcome, few_opinions_reason=why_few))


def _again(_: "Story") -> dict[str, Any]:
    return {"reason": "new_facts", "text": "Er zijn nieuwe feiten."}


THE_FOUR = "riec zuidstad police inspectorate"

# What a partner that joins finds there, since it was there already.
STANDING_CASE = "+case +phase-1 +manager +riec@case +zuidstad@case"
STANDING_EVENTS = "+!case.opened:case +!case.phase_opened:phase-1 +!case.case_manager_named:manager"

# What the seal takes from everybody alike.
SEALED = (
    "-phase-1 -phase-2 -!case.phase_opened:phase-1 -!case.phase_opened:phase-2 +!evaluation.case_closed:case"
    " -evaluation-of-bakery -evaluation-of-case -!evaluation.recorded:evaluation-of-bakery"
    " -!evaluation.recorded:evaluation-of-case"
)

CHAIN = [
    # ------------------------------------------------------------------------------------ detection
    Act("the inspector reports a signal in Zuidstad",
        "inspector", "/signals", lambda _: _json(a_signal(narrative=f"Zes bedden bij de {WORD}.")), calls="signal",
        sees={THE_FOUR: "+signal"}),
    Act("the RIEC takes it up into a new case; the reporter is told that, and not why",
        "preparer", "/signals/{signal}/assessments",
        lambda _: _json(take_up(new_case={"title": f"De {WORD}", "purpose": "Nagaan wat er speelt."})), calls="case",
        stands="dossier - -",
        sees={"riec": "+assessment +case +phase-1 +riec@case +zuidstad@case +!case.opened:case"
                      " +!case.phase_opened:phase-1",
              "zuidstad": "+case +phase-1 +riec@case +zuidstad@case +!case.opened:case +!case.phase_opened:phase-1",
              "police": "+assessment/outside"}),
    # -------------------------------------------------------------------------------------- dossier
    Act("Zuidstad names its case manager",
        "case_manager", "/cases/{case}/case-managers", lambda story: {"managerId": story.person("case_manager")},
        sees={"riec zuidstad": "+manager +!case.case_manager_named:manager"}),
    Act("the police join",
        "chair", "/cases/{case}/participations", _joins("police"),
        sees={"riec zuidstad": "+police@case +!case.participant_added:police",
              "police": f"{STANDING_CASE} {STANDING_EVENTS} +police@case +!case.participant_added:police"
                        " -assessment/outside +assessment"}),
    Act("the inspectorate joins",
        "chair", "/cases/{case}/participations", _joins("inspectorate"),
        sees={"riec zuidstad police": "+inspectorate@case +!case.participant_added:inspectorate",
              "inspectorate": f"{STANDING_CASE} {STANDING_EVENTS} +police@case +!case.participant_added:police"
                              " +inspectorate@case +!case.participant_added:inspectorate"}),
    Act("the tax service joins",
        "chair", "/cases/{case}/participations", _joins("tax"),
        sees={THE_FOUR: "+tax@case +!case.participant_added:tax"}),
    Act("the RIEC adds the bakery as a subject",
        "analyst", "/cases/{case}/subjects",
        lambda _: {"kind": "organisation", "role": "facilitator", "name": f"Bakkerij de {WORD.title()}"},
        calls="bakery", stands="dossier dossier -",
        sees={THE_FOUR: "+bakery +!case.subject_added:bakery"}),
    Act("Zuidstad adds Sem, who may be a victim",
        "case_manager", "/cases/{case}/subjects",
        lambda _: {"kind": "person", "role": "victim", "name": f"Sem {WORD.title()}", "birthDate": "1985-03",
                   "nameParts": {"givenNames": "Sem", "surname": WORD.title()}},
        calls="sem", stands="dossier dossier dossier",
        sees={THE_FOUR: "+sem +!case.subject_added:sem"}),
    Act("Zuidstad contributes housing data, of phase 1: for all who take part",
        "permit_officer", "/subjects/{bakery}/contributions", _contribution("housing"), calls="housing",
        sees={THE_FOUR: "+housing +!dossier.contributed:housing"}),
    Act("fiscal data are of phase 2, which is closed",
        "tax_officer", "/subjects/{bakery}/contributions", _contribution("fiscal"), refused="invalid"),
    Act("the chair opens phase 2",
        "chair", "/cases/{case}/phases", lambda _: {"phase": 2, "necessity": "De geldstroom volgen."},
        sees={THE_FOUR: "+phase-2 +!case.phase_opened:phase-2"}),
    Act("the tax service contributes fiscal data: for the RIEC, until the weighing",
        "tax_officer", "/subjects/{bakery}/contributions", _contribution("fiscal"), calls="fiscal",
        sees={"riec": "+fiscal +!dossier.contributed:fiscal",
              "zuidstad police inspectorate": "+?fiscal@bakery"}),
    Act("the police contribute police data about Sem",
        "detective", "/subjects/{sem}/contributions", _contribution("police_8_13"), calls="police-data",
        sees={"riec police": "+police-data +!dossier.contributed:police-data",
              "zuidstad inspectorate": "+?police_8_13@sem"}),
    Act("the inspectorate contributes earlier inspections",
        "inspector", "/subjects/{bakery}/contributions", _contribution("supervision"), calls="supervision",
        sees={THE_FOUR: "+supervision +!dossier.contributed:supervision"}),
    Act("Zuidstad asks the tax service a question: between the two and the RIEC",
        "case_manager", "/cases/{case}/requests",
        lambda story: {"askedId": story.organisation("tax"), "subjectId": story.ids["bakery"],
                       "question": "Is er omzet?", "dueOn": _in_days(14)},
        calls="question",
        sees={"riec zuidstad": "+question +!dossier.requested:question"}),
    Act("the tax service answers",
        "tax_officer", "/requests/{question}/answers", lambda _: {"outcome": "provided", "text": "Ja, veel."},
        sees={"riec zuidstad": "+answer +!dossier.answered:answer"}),
    Act("nobody weighs a subject whose dossier is open",
        "chair", "/subjects/{bakery}/weighings", _weighs("approach", "Spoed."), refused="wrong-step"),
    # ------------------------------------------------------------------------------------- weighing
    Act("the dossier of the bakery is ready: for the weighing every partner sees the opened phases of the bakery",
        "analyst", "/subjects/{bakery}/conclusions", lambda _: {"reasons": "Alles is er."},
        stands="dossier weighing dossier",
        sees={"riec": "+!dossier.concluded:bakery",
              "zuidstad police inspectorate": "-?fiscal@bakery +fiscal +!dossier.contributed:fiscal"
                                              " +!dossier.concluded:bakery"}),
    Act("and so is that of Sem: the whole case is weighed, and the signal is for its owner and the RIEC",
        "case_manager", "/subjects/{sem}/conclusions", lambda _: {"reasons": "Genoeg."},
        stands="weighing weighing weighing",
        sees={"riec": "+!dossier.concluded:sem",
              "police": "+!dossier.concluded:sem -signal -assessment",
              "zuidstad": "-?police_8_13@sem +police-data +!dossier.contributed:police-data +!dossier.concluded:sem"
                          " -signal",
              "inspectorate": "-?police_8_13@sem +police-data +!dossier.contributed:police-data"
                              " +!dossier.concluded:sem"}),
    Act("the police advise on the bakery",
        "detective", "/subjects/{bakery}/opinions", lambda _: {"advice": "approach", "text": "Wij doen mee."},
        sees={THE_FOUR: "+opinion-of-police +!weighing.opinion_given:opinion-of-police"}),
    Act("the inspectorate advises on the bakery",
        "inspector", "/subjects/{bakery}/opinions", lambda _: {"advice": "approach", "text": "Wij ook."},
        sees={THE_FOUR: "+opinion-of-inspectorate +!weighing.opinion_given:opinion-of-inspectorate"}),
    # ----------------------------------------------------------------------------------- assignment
    Act("the bakery gets an approach: what was collected for the weighing closes, except to its owner",
        "chair", "/subjects/{bakery}/weighings", _weighs("approach"), stands="weighing assignment weighing",
        sees={"riec": "-housing -fiscal -supervision -question -answer -opinion-of-police -opinion-of-inspectorate"
                      " -!dossier.contributed:housing -!dossier.contributed:fiscal"
                      " -!dossier.contributed:supervision -!dossier.requested:question -!dossier.answered:answer"
                      " -!weighing.opinion_given:opinion-of-police"
                      " -!weighing.opinion_given:opinion-of-inspectorate"
                      " +weighing-of-bakery +!weighing.decided:weighing-of-bakery",
              "zuidstad": "+?weighing@bakery -fiscal -supervision -answer -opinion-of-police -opinion-of-inspectorate"
                          " -!dossier.contributed:fiscal -!dossier.contributed:supervision"
                          " -!dossier.answered:answer -!weighing.opinion_given:opinion-of-police"
                          " -!weighing.opinion_given:opinion-of-inspectorate +!weighing.decided:bakery",
              "police": "+?weighing@bakery -housing -fiscal -supervision -opinion-of-inspectorate"
                        " -!dossier.contributed:housing -!dossier.contributed:fiscal"
                        " -!dossier.contributed:supervision"
                        " -!weighing.opinion_given:opinion-of-inspectorate +!weighing.decided:bakery",
              "inspectorate": "+?weighing@bakery -housing -fiscal -opinion-of-police"
                              " -!dossier.contributed:housing -!dossier.contributed:fiscal"
                              " -!weighing.opinion_given:opinion-of-police +!weighing.decided:bakery"}),
    Act("Sem goes back to the dossier: phase 2 is again for its owner and the RIEC",
        "chair", "/subjects/{sem}/weighings", _weighs("back", "Eerst meer weten."),
        stands="dossier assignment dossier",
        sees={"riec": "+weighing-of-sem +!weighing.decided:weighing-of-sem",
              "zuidstad": "+?police_8_13@sem -police-data -!dossier.contributed:police-data"
                          " +!weighing.decided:sem +signal",
              "inspectorate": "+?police_8_13@sem -police-data -!dossier.contributed:police-data"
                              " +!weighing.decided:sem",
              "police": "+!weighing.decided:sem +signal +assessment"}),
    Act("a closing is proposed to Zuidstad: the others see its title",
        "chair", "/subjects/{bakery}/interventions", _proposal("BM05", "zuidstad"), calls="closing",
        sees={"riec zuidstad": "+closing +closing/content +!assignment.proposed:closing",
              "police inspectorate": "+closing +!assignment.proposed:closing"}),
    Act("an inspection is proposed to the inspectorate",
        "chair", "/subjects/{bakery}/interventions", _proposal("AR01", "inspectorate"), calls="inspecting",
        sees={"riec inspectorate": "+inspecting +inspecting/content +!assignment.proposed:inspecting",
              "zuidstad police": "+inspecting +!assignment.proposed:inspecting"}),
    Act("nobody answers for another partner",
        "inspector", "/interventions/{closing}/replies",
        lambda _: {"outcome": "accepted", "capacityHours": 8, "priority": "low"}, refused="not-the-assignee"),
    Act("Zuidstad accepts",
        "case_manager", "/interventions/{closing}/replies",
        lambda _: {"outcome": "accepted", "capacityHours": 24, "priority": "high"},
        sees={"riec zuidstad": "+yes +!assignment.accepted:closing",
              "police inspectorate": "+!assignment.accepted:closing"}),
    Act("the inspectorate refuses, and all have answered",
        "inspector", "/interventions/{inspecting}/replies", lambda _: {"outcome": "refused", "reason": "Geen mensen."},
        stands="dossier execution dossier",
        sees={"riec inspectorate": "+no +!assignment.refused:inspecting",
              "zuidstad police": "+!assignment.refused:inspecting"}),
    # ------------------------------------------------------------------------------------ execution
    Act("meanwhile the inspectorate contributes to the dossier of Sem",
        "inspector", "/subjects/{sem}/contributions", _contribution("income"), calls="income",
        sees={THE_FOUR: "+income +!dossier.contributed:income"}),
    Act("Zuidstad reports how it goes",
        "case_manager", "/interventions/{closing}/reports", lambda _: {"text": "Aangekondigd."},
        sees={"riec zuidstad": "+progress +!execution.reported:closing",
              "police inspectorate": "+!execution.reported:closing"}),
    Act("Zuidstad is done: nobody but the RIEC needs to know any more who it was about",
        "case_manager", "/interventions/{closing}/completions", lambda _: {"result": "reached", "text": "Dicht."},
        stands="dossier evaluation dossier",
        sees={"riec": "+completion +!execution.completed:closing",
              "zuidstad": "+completion +!execution.completed:closing -bakery +bakery/step -?weighing@bakery",
              "police inspectorate": "+!execution.completed:closing -bakery +bakery/step -?weighing@bakery"}),
    Act("the case cannot be closed over Sem",
        "chair", "/cases/{case}/closures", lambda _: {"reason": "goal_reached", "text": "Klaar."},
        refused="subjects-open"),
    Act("the dossier of Sem is ready once more: partners see the first weighing too",
        "case_manager", "/subjects/{sem}/conclusions", lambda _: {"reasons": "Nu wel."},
        stands="weighing evaluation weighing",
        sees={"riec": "+!dossier.concluded:sem(2)",
              "zuidstad": "-?police_8_13@sem +police-data +!dossier.contributed:police-data +weighing-of-sem"
                          " -!weighing.decided:sem +!weighing.decided:weighing-of-sem"
                          " +!dossier.concluded:sem(2) -signal",
              "inspectorate": "-?police_8_13@sem +police-data +!dossier.contributed:police-data +weighing-of-sem"
                          " -!weighing.decided:sem +!weighing.decided:weighing-of-sem"
                              " +!dossier.concluded:sem(2)",
              "police": "+weighing-of-sem"
                          " -!weighing.decided:sem +!weighing.decided:weighing-of-sem +!dossier.concluded:sem(2) -signal -assessment"}),
    # ----------------------------------------------------------------------------------- evaluation
    Act("nothing more is done about Sem: each partner keeps what is its own",
        "chair", "/subjects/{sem}/weighings", _weighs("none", "Niemand had bezwaar."),
        stands="evaluation evaluation closed",
        sees={"riec": "-signal -assessment -sem +sem/step -police-data -income -!dossier.contributed:police-data"
                      " -!dossier.contributed:income -!dossier.concluded:sem -!dossier.concluded:sem(2)"
                      " +second-weighing-of-sem +!weighing.decided:second-weighing-of-sem",
              "zuidstad": "-police-data -income -weighing-of-sem"
                          " -!weighing.decided:weighing-of-sem +!weighing.decided:sem -!dossier.contributed:police-data"
                          " -!dossier.contributed:income +!weighing.decided:sem(2)",
              "police": "-sem +sem/step -income -weighing-of-sem"
                          " -!weighing.decided:weighing-of-sem +!weighing.decided:sem -!dossier.contributed:income"
                        " -!dossier.concluded:sem -!dossier.concluded:sem(2)"
                        " +!weighing.decided:sem(2)",
              "inspectorate": "-sem +sem/step -police-data -weighing-of-sem"
                          " -!weighing.decided:weighing-of-sem +!weighing.decided:sem -!dossier.contributed:police-data"
                              " -!dossier.concluded:sem -!dossier.concluded:sem(2)"
                              " +!weighing.decided:sem(2)"}),
    Act("the chair evaluates what was done about the bakery",
        "chair", "/cases/{case}/evaluations",
        lambda story: {"subjectId": story.ids["bakery"], "goal": "reached", "worked": "Samen."},
        sees={THE_FOUR: "+evaluation-of-bakery +!evaluation.recorded:evaluation-of-bakery"}),
    Act("the case cannot be closed before it is evaluated itself",
        "chair", "/cases/{case}/closures", lambda _: {"reason": "goal_reached", "text": "Klaar."},
        refused="evaluation-missing"),
    Act("the chair evaluates the case",
        "chair", "/cases/{case}/evaluations", lambda _: {"goal": "reached", "worked": "Samen."},
        sees={THE_FOUR: "+evaluation-of-case +!evaluation.recorded:evaluation-of-case"}),
    Act("the case is closed and sealed: its outline remains, also for the owners of the rest",
        "chair", "/cases/{case}/closures", lambda _: {"reason": "goal_reached", "text": "Klaar."},
        stands="closed closed closed",
        sees={"riec": f"-bakery +bakery/step {SEALED}"
                      " -weighing-of-bakery -weighing-of-sem -second-weighing-of-sem -closing/content"
                      " -inspecting/content -yes -no -progress -completion -!dossier.concluded:bakery"
                      " -!weighing.decided:weighing-of-bakery -!weighing.decided:weighing-of-sem"
                      " -!weighing.decided:second-weighing-of-sem"
                      " +!weighing.decided:bakery +!weighing.decided:sem +!weighing.decided:sem(2)",
              "zuidstad": f"-sem +sem/step {SEALED} -housing -!dossier.contributed:housing -question"
                          " -!dossier.requested:question -closing/content -yes -progress -completion"
                          " -!dossier.concluded:bakery -!dossier.concluded:sem -!dossier.concluded:sem(2)",
              "police": f"{SEALED} -police-data -!dossier.contributed:police-data"
                        " -opinion-of-police -!weighing.opinion_given:opinion-of-police -!dossier.concluded:bakery",
              "inspectorate": f"-signal {SEALED} -supervision -!dossier.contributed:supervision -income"
                              " -!dossier.contributed:income -opinion-of-inspectorate"
                              " -!weighing.opinion_given:opinion-of-inspectorate -inspecting/content -no"
                              " -!dossier.concluded:bakery"}),
    # ------------------------------------------------------------------------------------ once more
    Act("nobody takes up a subject of a case that is closed",
        "chair", "/subjects/{sem}/reopenings", _again, refused="case-closed"),
    Act("no partner breaks the seal",
        "case_manager", "/cases/{case}/reopenings", _again, refused="role-required"),
    Act("the chair opens the case again: its subjects stay closed, and each has back what is its own",
        "chair", "/cases/{case}/reopenings", _again, stands="evaluation closed closed",
        sees={"riec": "-bakery/step +bakery +closing/content +evaluation-of-bakery +evaluation-of-case"
                      " +inspecting/content +phase-1 +phase-2 +reopening-of-case +second-weighing-of-sem"
                      " +weighing-of-bakery +weighing-of-sem -!weighing.decided:bakery"
                      " -!weighing.decided:sem -!weighing.decided:sem(2) +!case.phase_opened:phase-1"
                      " +!case.phase_opened:phase-2 +!dossier.concluded:bakery"
                      " +!evaluation.case_reopened:reopening-of-case"
                      " +!evaluation.recorded:evaluation-of-bakery +!evaluation.recorded:evaluation-of-case"
                      " +!weighing.decided:second-weighing-of-sem +!weighing.decided:weighing-of-bakery"
                      " +!weighing.decided:weighing-of-sem",
              "zuidstad": "-sem/step +completion +evaluation-of-bakery +evaluation-of-case +housing +phase-1"
                          " +phase-2 +progress +question +reopening-of-case +sem +yes"
                          " +!case.phase_opened:phase-1 +!case.phase_opened:phase-2 +!dossier.concluded:sem"
                          " +!dossier.concluded:sem(2) +!dossier.contributed:housing"
                          " +!dossier.requested:question +!evaluation.case_reopened:reopening-of-case"
                          " +!evaluation.recorded:evaluation-of-bakery +!evaluation.recorded:evaluation-of-case",
              "police": "+evaluation-of-bakery +evaluation-of-case +opinion-of-police +phase-1 +phase-2"
                        " +police-data +reopening-of-case +!case.phase_opened:phase-1"
                        " +!case.phase_opened:phase-2 +!dossier.contributed:police-data"
                        " +!evaluation.case_reopened:reopening-of-case"
                        " +!evaluation.recorded:evaluation-of-bakery +!evaluation.recorded:evaluation-of-case"
                        " +!weighing.opinion_given:opinion-of-police",
              "inspectorate": "+evaluation-of-bakery +evaluation-of-case +income +no +opinion-of-inspectorate"
                              " +phase-1 +phase-2 +reopening-of-case +signal +supervision"
                              " +!case.phase_opened:phase-1 +!case.phase_opened:phase-2"
                              " +!dossier.contributed:income +!dossier.contributed:supervision"
                              " +!evaluation.case_reopened:reopening-of-case"
                              " +!evaluation.recorded:evaluation-of-bakery +!evaluation.recorded:evaluation-of-case"
                              " +!weighing.opinion_given:opinion-of-inspectorate"}),
    Act("the chair takes Sem up once more",
        "chair", "/subjects/{sem}/reopenings", _again, stands="dossier closed dossier",
        sees={"riec": "-sem/step +assessment +income +police-data +reopening-of-sem +sem +signal"
                      " +!dossier.concluded:sem +!dossier.concluded:sem(2) +!dossier.contributed:income"
                      " +!dossier.contributed:police-data +!evaluation.subject_reopened:reopening-of-sem",
              "zuidstad": "-evaluation-of-bakery -evaluation-of-case +?police_8_13@sem +income"
                          " +reopening-of-sem +signal -!evaluation.recorded:evaluation-of-bakery"
                          " -!evaluation.recorded:evaluation-of-case +!dossier.contributed:income"
                          " +!evaluation.subject_reopened:reopening-of-sem",
              "police": "-evaluation-of-bakery -evaluation-of-case -sem/step +assessment +income"
                        " +reopening-of-sem +sem +signal -!evaluation.recorded:evaluation-of-bakery"
                        " -!evaluation.recorded:evaluation-of-case +!dossier.concluded:sem"
                        " +!dossier.concluded:sem(2) +!dossier.contributed:income"
                        " +!evaluation.subject_reopened:reopening-of-sem",
              "inspectorate": "-evaluation-of-bakery -evaluation-of-case -sem/step +?police_8_13@sem"
                              " +reopening-of-sem +sem -!evaluation.recorded:evaluation-of-bakery"
                              " -!evaluation.recorded:evaluation-of-case +!dossier.concluded:sem"
                              " +!dossier.concluded:sem(2) +!evaluation.subject_reopened:reopening-of-sem"}),
    Act("the dossier of Sem is ready for the third time",
        "case_manager", "/subjects/{sem}/conclusions", lambda _: {"reasons": "Weer."},
        stands="weighing closed weighing",
        sees={"zuidstad": "-?police_8_13@sem -signal +police-data +second-weighing-of-sem +weighing-of-sem"
                          " -!weighing.decided:sem -!weighing.decided:sem(2) +!dossier.contributed:police-data"
                          " +!weighing.decided:second-weighing-of-sem +!weighing.decided:weighing-of-sem",
              "police": "-assessment -signal +second-weighing-of-sem +weighing-of-sem -!weighing.decided:sem"
                        " -!weighing.decided:sem(2) +!weighing.decided:second-weighing-of-sem"
                        " +!weighing.decided:weighing-of-sem",
              "inspectorate": "-?police_8_13@sem +police-data +second-weighing-of-sem +weighing-of-sem"
                              " -!weighing.decided:sem -!weighing.decided:sem(2) +!dossier.contributed:police-data"
                              " +!weighing.decided:second-weighing-of-sem +!weighing.decided:weighing-of-sem"}),
    Act("Sem is handed over",
        "chair", "/subjects/{sem}/weighings", lambda _: _json(a_weighing(
            outcome="hand_over", handed_to="Het Zorg- en Veiligheidshuis", few_opinions_reason="Spoed.")),
        stands="evaluation closed closed",
        sees={"riec": "-assessment -income -police-data -sem -signal +sem/step +third-weighing-of-sem"
                      " -!dossier.concluded:sem -!dossier.concluded:sem(2) -!dossier.contributed:income"
                      " -!dossier.contributed:police-data +!weighing.decided:third-weighing-of-sem",
              "zuidstad": "-income -police-data -second-weighing-of-sem -weighing-of-sem +evaluation-of-bakery"
                          " +evaluation-of-case -!dossier.contributed:income -!dossier.contributed:police-data"
                          " -!weighing.decided:second-weighing-of-sem -!weighing.decided:weighing-of-sem"
                          " +!evaluation.recorded:evaluation-of-bakery +!evaluation.recorded:evaluation-of-case"
                          " +!weighing.decided:sem +!weighing.decided:sem(2)",
              "police": "-income -second-weighing-of-sem -sem -weighing-of-sem +evaluation-of-bakery"
                        " +evaluation-of-case +sem/step -!dossier.concluded:sem -!dossier.concluded:sem(2)"
                        " -!dossier.contributed:income -!weighing.decided:second-weighing-of-sem"
                        " -!weighing.decided:weighing-of-sem +!evaluation.recorded:evaluation-of-bakery"
                        " +!evaluation.recorded:evaluation-of-case +!weighing.decided:sem"
                        " +!weighing.decided:sem(2)",
              "inspectorate": "-police-data -second-weighing-of-sem -sem -weighing-of-sem +evaluation-of-bakery"
                              " +evaluation-of-case +sem/step -!dossier.concluded:sem -!dossier.concluded:sem(2)"
                              " -!dossier.contributed:police-data -!weighing.decided:second-weighing-of-sem"
                              " -!weighing.decided:weighing-of-sem +!evaluation.recorded:evaluation-of-bakery"
                              " +!evaluation.recorded:evaluation-of-case +!weighing.decided:sem"
                              " +!weighing.decided:sem(2)"}),
    Act("what the case taught before says nothing of what was done since",
        "chair", "/cases/{case}/closures", lambda _: {"reason": "handed_over", "text": "Klaar."},
        refused="evaluation-missing"),
    Act("the chair evaluates the case again",
        "chair", "/cases/{case}/evaluations", lambda _: {"goal": "reached", "worked": "Zorg."},
        sees={THE_FOUR: "+second-evaluation-of-case +!evaluation.recorded:second-evaluation-of-case"}),
    Act("and closes it again",
        "chair", "/cases/{case}/closures", lambda _: {"reason": "handed_over", "text": "Klaar."},
        stands="closed closed closed",
        sees={"riec": "-bakery -closing/content -evaluation-of-bakery -evaluation-of-case"
                      " -inspecting/content -phase-1 -phase-2 -second-evaluation-of-case"
                      " -second-weighing-of-sem -third-weighing-of-sem -weighing-of-bakery -weighing-of-sem"
                      " +bakery/step -!case.phase_opened:phase-1 -!case.phase_opened:phase-2"
                      " -!dossier.concluded:bakery -!evaluation.recorded:evaluation-of-bakery"
                      " -!evaluation.recorded:evaluation-of-case"
                      " -!evaluation.recorded:second-evaluation-of-case"
                      " -!weighing.decided:second-weighing-of-sem -!weighing.decided:third-weighing-of-sem"
                      " -!weighing.decided:weighing-of-bakery -!weighing.decided:weighing-of-sem"
                      " +!evaluation.case_closed:case(2) +!weighing.decided:bakery +!weighing.decided:sem"
                      " +!weighing.decided:sem(2)",
              "zuidstad": "-completion -evaluation-of-bakery -evaluation-of-case -housing -phase-1 -phase-2"
                          " -progress -question -second-evaluation-of-case -sem -yes +sem/step"
                          " -!case.phase_opened:phase-1 -!case.phase_opened:phase-2 -!dossier.concluded:sem"
                          " -!dossier.concluded:sem(2) -!dossier.contributed:housing"
                          " -!dossier.requested:question -!evaluation.recorded:evaluation-of-bakery"
                          " -!evaluation.recorded:evaluation-of-case"
                          " -!evaluation.recorded:second-evaluation-of-case +!evaluation.case_closed:case(2)",
              "police": "-evaluation-of-bakery -evaluation-of-case -opinion-of-police -phase-1 -phase-2"
                        " -police-data -second-evaluation-of-case -!case.phase_opened:phase-1"
                        " -!case.phase_opened:phase-2 -!dossier.contributed:police-data"
                        " -!evaluation.recorded:evaluation-of-bakery -!evaluation.recorded:evaluation-of-case"
                        " -!evaluation.recorded:second-evaluation-of-case"
                        " -!weighing.opinion_given:opinion-of-police +!evaluation.case_closed:case(2)",
              "inspectorate": "-evaluation-of-bakery -evaluation-of-case -income -no -opinion-of-inspectorate"
                              " -phase-1 -phase-2 -second-evaluation-of-case -signal -supervision"
                              " -!case.phase_opened:phase-1 -!case.phase_opened:phase-2"
                              " -!dossier.contributed:income -!dossier.contributed:supervision"
                              " -!evaluation.recorded:evaluation-of-bakery -!evaluation.recorded:evaluation-of-case"
                              " -!evaluation.recorded:second-evaluation-of-case"
                              " -!weighing.opinion_given:opinion-of-inspectorate +!evaluation.case_closed:case(2)"}),
]  # fmt: skip


class Story:
    """The case as it goes: what everything is called, and what each of the five should see by now."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.ids: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.expected: dict[str, set[str]] = {eye: set() for eye in EYES}
        self.stands = ("-", "-", "-")
        self.pages = {
            route.path for route in routes(caller.app) if route.kind == "page" and route.method == "GET"
        }

    def organisation(self, name: str) -> str:
        return str(self.caller.world.organisations[name])

    def organisations(self) -> dict[str, str]:
        """What each organisation is called, by id."""
        return {str(key): name for name, key in self.caller.world.organisations.items()}

    def person(self, name: str) -> str:
        return str(self.caller.world.people[name])

    def call(self, name: str, id: str) -> None:
        """From now on this is how we call it."""
        assert self.names.setdefault(id, name) == name
        assert self.ids.setdefault(name, id) == id

    def goes_on(self, act: Act) -> None:
        """Do the act, and change what should be seen as the table says."""
        answer = self.caller.post(act.who, API + act.path.format(**self.ids), act.body(self))
        if act.refused:
            assert answer.json()["code"] == act.refused, answer.text
            return
        assert answer.status_code == 201, answer.text
        if act.calls == "case":
            self.call("case", answer.json()["assessments"][0]["caseId"])
        elif act.calls:
            self.call(act.calls, answer.json()["id"])
        self.stands = (*act.stands.split(),) if act.stands else self.stands  # type: ignore[assignment]
        for eyes, changes in act.sees.items():
            for eye in eyes.split():
                for change in changes.split():
                    self._change(self.expected[eye], change)

    def _change(self, expected: set[str], change: str) -> None:
        sign, thing = change[0], change[1:]
        assert sign in "+-", change
        assert (thing in expected) == (sign == "-"), f"the table says {change} twice"
        expected ^= {thing}


def _told(shown: dict[str, Any]) -> set[str]:
    """The fields that say something."""
    return {key for key, value in shown.items() if value not in (None, "", [])}


class Eye:
    """Everything one of the five gets to see at one moment, by every way there is."""

    def __init__(self, story: Story, name: str, act: Act) -> None:
        self.story, self.name = story, name
        # What must have changed is looked at once more from nearby, and on the pages.
        self.changed = {
            change[1:]
            for eyes, changes in act.sees.items()
            for change in changes.split()
            if name in eyes.split()
        }
        self.own = ORGANISATIONS[name]["name"]
        self.seen: set[str] = set()
        self.lines: dict[str, dict[str, Any]] = {}
        self.marks: set[str] = set()
        self.foreign = False

    def look(self) -> set[str]:
        """What is seen, after making sure that no way shows more or less than another."""
        if "signal" in self.story.ids:
            self._signal()
        if "case" in self.story.ids:
            self._case()
        for name in ("bakery", "sem"):
            if name in self.story.ids:
                self._subject(name)
        self._question()
        self._lists()
        self._search()
        if self.changed:
            self._pages()
        if "case" in self.story.ids:
            self._timeline()
        return self.seen

    def _get(self, path: str) -> Any:
        return self.story.caller.seen(EYES[self.name], path.format(**self.story.ids))

    def _note(self, name: str, shown: dict[str, Any], *, without: str = "") -> None:
        """This thing is seen, with exactly the fields that the table tells."""
        self.story.call(name.partition("/")[0], shown["id"])
        told = _told(shown) - {"acts", *without.split()}
        assert told == set(FIELDS[KIND.get(name, name)].split()), f"{self.name}: fields of {name}"
        self.foreign |= shown.get("owner", self.own) != self.own
        self.seen.add(name)

    def _signal(self) -> None:
        shown = self._get("/signals/{signal}")
        if shown:
            self._note("signal", shown, without="assessments")
            for one in shown["assessments"]:
                # Who takes no part in the case reads that the signal was taken up, and not in which case.
                self._note("assessment" if one["caseId"] else "assessment/outside", one)

    def _case(self) -> None:
        shown = self._get("/cases/{case}")
        if shown is None:
            return
        evaluations = self._get("/cases/{case}/evaluations")
        self._note("case", shown, without="participants subjects phases managers withheld")
        assert shown["step"] == self.story.stands[0]
        names = self.story.organisations()
        self.seen |= {f"{names[one['organisationId']]}@case" for one in shown["participants"]}
        for one in shown["phases"]:
            self._note(f"phase-{one['phase']}", one)
        for one in shown["managers"]:
            self._note("manager", one)
        for one in evaluations["items"]:
            about = self.story.names[one["subjectId"]] if one["subjectId"] else "case"
            again = "second-" * (f"evaluation-of-{about}" in self.seen)
            self._note(f"{again}evaluation-of-{about}", one)
        for one in self._get("/cases/{case}/reopenings")["items"]:
            about = self.story.names[one["subjectId"]] if one["subjectId"] else "case"
            self._note(f"reopening-of-{about}", one)
        self.lines = {self.story.names[one["id"]]: one for one in shown["subjects"]}
        self.marks = self._marks(shown)

    def _subject(self, subject: str) -> None:
        shown = self._get(f"/subjects/{{{subject}}}")
        if shown is None:
            assert self._get(f"/subjects/{{{subject}}}/contributions") is None
            return
        parts = {
            part: self._get(f"/subjects/{{{subject}}}/{part}")
            for part in ("contributions", "weighings", "interventions")
        }
        self._note(subject if shown["shared"] else f"{subject}/step", shown, without="withheld")
        marks = self._marks(shown)
        assert marks == {one for one in self.marks if one.endswith(f"@{subject}")}
        self.seen |= marks
        assert shown["step"] == self.story.stands[("bakery", "sem").index(subject) + 1]
        assert parts["weighings"]["subject"] == shown
        assert self.lines[subject].items() <= shown.items()
        for one in parts["contributions"]["items"]:
            self._note(self.story.names[one["id"]], one)
        for one in parts["weighings"]["opinions"]:
            self._note(f"opinion-of-{'police' if 'Politie' in one['owner'] else 'inspectorate'}", one)
        for place, one in enumerate(parts["weighings"]["weighings"]):
            self._note(("", "second-", "third-")[place] + f"weighing-of-{subject}", one)
        for one in parts["interventions"]["items"]:
            self._intervention(one)

    def _marks(self, shown: dict[str, Any]) -> set[str]:
        """Of which data one is told that they are there, and where."""
        return {f"?{one['category']}@{self.story.names[one['scopeId']]}" for one in shown["withheld"]}

    def _intervention(self, shown: dict[str, Any]) -> None:
        name = self.story.names[shown["id"]]
        self._note(name, shown, without="instruction replies reports startedOn endedOn")
        # When it was carried out is of the plan: whoever sees that it runs sees since when.
        assert bool(shown["startedOn"]) == (shown["status"] in ("in_progress", "completed"))
        assert bool(shown["endedOn"]) == (shown["status"] == "completed")
        assert shown["shared"] == bool(shown["instruction"])
        if shown["shared"]:
            self.seen.add(f"{name}/content")
        for one in shown["replies"]:
            self._note({"accepted": "yes", "refused": "no"}[one["outcome"]], one)
        for one in shown["reports"]:
            self._note(one["kind"], one)

    def _timeline(self) -> None:
        shown = self._get("/cases/{case}/events")
        assert (shown is None) == ("case" not in self.seen)
        names = self.story.names | self.story.organisations()
        for one in shown["items"] if shown else ():
            about = names.get(one["objectId"]) or names.get(one["subjectId"]) or "case"
            event = f"!{one['type']}:{about}"
            self.seen.add(f"{event}(2)" if event in self.seen else event)

    def _question(self) -> None:
        shown = self._get("/requests/{question}") if "question" in self.story.ids else None
        if shown:
            self._note("question", shown, without="answer")
            if shown["answer"]:
                self._note("answer", shown["answer"])

    def _lists(self) -> None:
        """The lists show what can be opened, and nothing else; what can be opened is what was seen above."""
        for name in self.changed & set(self.story.ids):
            if KIND.get(name) in ("contribution", "intervention"):
                shown = self._get(f"/{KIND[name]}s/{{{name}}}")
                assert (shown is not None) == (name in self.seen), name
        elsewhere = ELSEWHERE.get(self.name, set())
        self._list("/signals", self.seen & {"signal"} | elsewhere & {"harbour-signal"}, "signal in a list")
        self._list("/cases", self.seen & {"case"} | elsewhere & {"harbour"}, "case in a list")
        self._list("/requests", self.seen & {"question"})
        self._list("/interventions", self.seen & MINE.get(self.name, set()))

    def _list(self, path: str, expected: set[str], kind: str = "") -> None:
        shown = self._get(path)
        assert shown["next"] is None
        assert sorted(self.story.names[one["id"]] for one in shown["items"]) == sorted(expected), path
        for one in shown["items"]:
            self.foreign |= one.get("owner", self.own) != self.own
            assert not kind or _told(one) == set(FIELDS[kind].split())

    def _search(self) -> None:
        """One word that is everywhere finds the signal, the case, and who is shared by name."""
        answer = self.story.caller.post(
            EYES[self.name], f"{API}/searches", {"query": WORD, "purpose": "Toets"}
        )
        found = {self.story.names[one["id"]] for one in answer.json()["items"]}
        assert found == self.seen & {"signal", "case", "bakery", "sem"}

    def _pages(self) -> None:
        """A page shows what the API shows: no id more, and everything that a list or a case consists of."""
        elsewhere = ELSEWHERE.get(self.name, set())
        self._page("/signals", self.seen & {"signal"} | elsewhere & {"harbour-signal"})
        self._page("/cases", self.seen & {"case"} | elsewhere & {"harbour"})
        known = {one.partition("/")[0] for one in self.seen}
        for name in {"case", "bakery", "sem"} & set(self.story.ids):
            path = "/cases/{case_id}" if name == "case" else "/subjects/{subject_id}"
            must = {"bakery", "sem"} & known if name == "case" else set()
            self._page(path, must, known if name in known else None, self.story.ids[name])

    def _page(self, path: str, must: set[str], may: set[str] | None = frozenset(), key: str = "") -> None:
        if path not in self.story.pages:
            return
        answer = self.story.caller.get(EYES[self.name], path.partition("{")[0] + key)
        assert answer.status_code == (404 if may is None else 200), f"{self.name} {path}"
        # The way back to the address that was asked for, as on every page.
        found = {self.story.names[one] for one in ids_in(answer) - {key} if one in self.story.names}
        assert must <= found <= must | (may or set()), f"{self.name} {path}"


@pytest.fixture
def story(fresh_database: Database) -> Iterator[Story]:
    """A world in which Westdorp has a case of its own."""
    with calling(fresh_database) as caller:
        world = caller.world
        made = Story(caller)
        signal_id = world.signal("detective", municipality_code="GM0392", observed_from=date(2026, 10, 1))
        made.call("harbour-signal", str(signal_id))
        made.call("harbour", str(world.case(signal_id)))
        yield made


def test_after_each_act_every_partner_sees_what_the_table_says(story: Story) -> None:
    """From signal to closure; every partner sees something of another, and not everything."""
    saw_of_others: dict[str, bool] = dict.fromkeys(EYES, False)
    missed: dict[str, set[str]] = {name: set() for name in EYES}
    for act in CHAIN:
        story.goes_on(act)
        # What a refused act changed after all would show after the next one.
        for name in () if act.refused else EYES:
            eye = Eye(story, name, act)
            assert sorted(eye.look()) == sorted(story.expected[name]), f"{act.title}: {name}"
            saw_of_others[name] |= eye.foreign
            missed[name] |= set(story.ids) - eye.seen
    assert all(saw_of_others.values())
    assert all(missed.values())
