"""Words for the codes that live in the code itself, per code list. Dated code lists bring labels of their own."""

from web.administration_labels import ADMINISTRATION
from web.attachment_labels import ATTACHMENT_LABELS
from web.circle_labels import CIRCLE_LABELS
from web.connection_labels import CONNECTION_LABELS
from web.decided import DECISIONS
from web.disclosure_labels import DISCLOSURE_LABELS
from web.i18n import N_
from web.importing_labels import IMPORTING_LABELS
from web.level_labels import LEVEL_LABELS
from web.list_labels import LIST_LABELS
from web.meeting_labels import MEETING_LABELS
from web.notice_labels import NOTICE_LABELS
from web.paper_labels import PAPER_LABELS
from web.plan_labels import PLAN_LABELS, PLANNED
from web.records import DEEDS, LOOK_OUTCOMES, LOOKS, RECORDS, RETAINED, TERM_SINCE
from web.search_labels import SEARCH_LABELS
from web.task_labels import TASK_LABELS
from web.told import DOSSIER_EVENTS, TOLD

LABELS: dict[str, dict[str, str]] = {
    **ADMINISTRATION,
    **ATTACHMENT_LABELS,
    **CIRCLE_LABELS,
    **CONNECTION_LABELS,
    **DISCLOSURE_LABELS,
    **IMPORTING_LABELS,
    **LEVEL_LABELS,
    **MEETING_LABELS,
    **PAPER_LABELS,
    **PLAN_LABELS,
    "step": {
        "detection": N_("Detection"),
        "dossier": N_("Dossier building"),
        "weighing": N_("Weighing"),
        "assignment": N_("Assignment"),
        "execution": N_("Execution"),
        "evaluation": N_("Evaluation"),
        "closed": N_("Closed"),
        "meeting": N_("Case meeting"),
    },
    "staff_role": {
        "reporter": N_("Reporter"),
        "handler": N_("Handler"),
        "mandate_holder": N_("Mandate holder"),
        "case_manager": N_("Case manager"),
        "preparation": N_("Preparation team"),
        "analyst": N_("RIEC analyst"),
        "chair": N_("Chair of the case meeting"),
        "privacy_officer": N_("Privacy officer"),
        "coordinating_dpo": N_("Coordinating data protection officer"),
        "auditor": N_("Auditor"),
        "functional_administrator": N_("Functional administrator"),
    },
    "subject_role": {
        "perpetrator": N_("Possible perpetrator"),
        "victim": N_("Possible victim"),
        "perpetrator_victim": N_("Possibly both perpetrator and victim"),
        "facilitator": N_("Possible facilitator"),
        "witness": N_("Possible witness"),
        "none": N_("No role"),
        "unknown": N_("Role not known yet"),
    },
    "compartment": {
        "T": N_("Supervision"),
        "R": N_("RIEC"),
        "Z": N_("Care"),
        "K": N_("Knowledge"),
        "P": N_("Police and prosecution"),
    },
    "signal_status": {
        "submitted": N_("To be assessed"),
        "sent_back": N_("Sent back"),
        "taken_up": N_("Taken up"),
        "handed_over": N_("Handed over"),
        "rejected": N_("Not taken up"),
    },
    "concern_status": {
        "received": N_("Received"),
        "taken_up": N_("Taken up"),
        "not_taken_up": N_("Not taken up"),
    },
    "urgency": {
        "none": N_("No hurry"),
        "soon": N_("This week"),
        "danger": N_("Danger"),
    },
    "assessment": {
        "take_up": N_("Take up into a case"),
        "send_back": N_("Send back to the reporter"),
        "hand_over": N_("Hand over to another organisation"),
        "reject": N_("Do not take up"),
    },
    "criterion": {
        "concrete_observation": N_("Is it a concrete observation?"),
        "listed_form": N_("Is it one of the forms in the decree?"),
        "joint_processing_necessary": N_("Is it necessary to process data together?"),
        "joint_approach_expected": N_("Are several partners expected to be needed?"),
        "within_region": N_("Does it concern this region?"),
    },
    "criterion_explained": {
        "concrete_observation": N_(
            "There are clear indications, from the reporter's own statutory work (a)."
        ),
        "listed_form": N_("It is about human trafficking or another form that article 2.16 BGS lists (b)."),
        "joint_processing_necessary": N_("One partner alone cannot see what is going on (c)."),
        "joint_approach_expected": N_("Not one partner but several will have to act (d)."),
        "within_region": N_("The place, the people or the company are tied to the region of this RIEC (e)."),
    },
    "thing_kind": {
        "person": N_("Person"),
        "organisation": N_("Organisation or company"),
        "address": N_("Address"),
        "vehicle": N_("Vehicle"),
        "phone": N_("Telephone"),
        "account": N_("Account or profile"),
    },
    "identifier_kind": {
        "bsn": N_("Citizen service number (BSN)"),
        "kvk": N_("Trade register number (KvK)"),
        "phone": N_("Telephone number"),
        "licence_plate": N_("Licence plate"),
        "iban": N_("Bank account (IBAN)"),
        "postcode": N_("Postcode"),
        "email": N_("E-mail address"),
        "v_number": N_("Immigration number (V-nummer)"),
        "travel_document": N_("Passport or identity document"),
        "vestigingsnummer": N_("Establishment number"),
        "rsin": N_("RSIN"),
        "btw": N_("VAT number"),
        "bag": N_("Address number (BAG)"),
        "name": N_("Other name"),
    },
    "part": {
        "reporter": N_("Reporter of a signal"),
        "preparation": N_("Preparation team"),
        "riec": N_("RIEC"),
        "municipality": N_("Municipality concerned"),
        "partner": N_("Partner"),
        "asker": N_("Asker of a question"),
        "asked": N_("Partner who is asked"),
        "assignee": N_("Partner who carries out"),
        "invited": N_("Invited to a case meeting"),
    },
    "part_explained": {
        "reporter": N_(
            "The organisation that submitted a signal. It always sees its own signal, and what became of it."
        ),
        "preparation": N_("The organisations that test signals together before anything else happens."),
        "riec": N_("The regional information and expertise centre, which keeps the chain running."),
        "municipality": N_(
            "The municipality in which the signal or the case lies; only in its own territory."
        ),
        "partner": N_("An organisation that was let into one case, with a reason."),
        "asker": N_("The organisation that put a question to a partner; only that question."),
        "asked": N_("The partner to whom a question was put; only that question."),
        "assignee": N_("The partner who carries out an intervention; only that intervention."),
        "invited": N_("An organisation with a case on the agenda; when and where, and only its own cases."),
    },
    "activity": {
        "bottleneck": N_("Removing a bottleneck"),
        "case_meeting": N_("Case meeting"),
        "scan": N_("Scan"),
    },
    "level": {
        "content": N_("content"),
        "title": N_("outline"),
        "existence": N_("that it exists"),
    },
    "next_step": {
        "dossier": N_("Partners add what they hold. After that somebody declares the dossier ready."),
        "weighing": N_("Partners give their opinion. The case meeting decides."),
        "assignment": N_("The chair proposes interventions. Each partner answers for itself."),
        "execution": N_("Partners carry out and report, until every intervention is completed."),
        "evaluation": N_("The chair records what worked. After that the case can be closed."),
        "closed": N_("Nothing more is needed here."),
    },
    **TASK_LABELS,
    "case_act": {
        "add-subject": N_("Add a subject"),
        "request": N_("Ask a question"),
        "add-participant": N_("Let a partner join"),
        "open-phase": N_("Open the next phase"),
        "name-manager": N_("Name a case manager"),
        "decide-circle": N_("Decide who takes part"),
        "disclose": N_("Disclosures"),
        "evaluate": N_("Evaluate and close"),
        "reopen": N_("Reopen this case"),
    },
    "case_tab": {
        "": N_("Overview"),
        "dossier": N_("Dossier"),
        "relations": N_("Relations"),
        "requests": N_("Questions"),
        "weighing": N_("Weighing"),
        "plan": N_("Plan"),
        "timeline": N_("Timeline"),
        "circle": N_("Who takes part"),
    },
    "turn": {
        "partners": N_("the partners in the case"),
        "directors": N_("the RIEC or the case manager"),
        "chair": N_("the chair of the case meeting"),
    },
    "room": {
        "case": N_("The case itself"),
        "meeting": N_("Case meetings"),
        "dossier": N_("Dossier and questions"),
        "weighing": N_("Opinions and decisions"),
        "assignment": N_("Proposals and answers"),
        "execution": N_("Carrying out"),
        "evaluation": N_("Evaluation and closing"),
    },
    "phase": {
        "0": N_("Phase 0: signal"),
        "1": N_("Phase 1: basic data"),
        "2": N_("Phase 2: tax, police and judicial data"),
        "3": N_("Phase 3: police data of articles 9 and 10 Wpg"),
    },
    "phase_explained": {
        "1": N_("Identity, contact, housing, vehicles, companies, permits and the like."),
        "2": N_("Also tax data, police data (articles 8 and 13 Wpg) and judicial data."),
        "3": N_("Also police data of articles 9 and 10 Wpg. Only for bottlenecks and case meetings."),
    },
    "event": {
        **{code: words for code, words in DEEDS.items() if code.startswith("case.")},
        "case.opened": N_("The case was opened"),
        "case.subject_added": N_("A subject was added"),
        "case.phase_opened": N_("The next data phase was opened"),
        "case.participant_added": N_("A partner joined"),
        "case.participant_left": N_("A partner left"),
        "case.person_barred": N_("One person was kept out of the case"),
        "case.case_manager_named": N_("A case manager was named"),
        "case.sealed": N_("The case was sealed"),
        **DOSSIER_EVENTS,
        **{code: words for code, words in DEEDS.items() if code.startswith("disclosure.")},
        **{code: words for code, words in DEEDS.items() if code.startswith("meeting.")},
        "weighing.opinion_given": N_("An opinion was given"),
        "weighing.audience_changed": N_("It was changed for whom an opinion is"),
        "weighing.decided": N_("The weighing was decided"),
        "assignment.proposed": N_("An intervention was proposed"),
        "assignment.accepted": N_("The partner said yes to an intervention"),
        "assignment.refused": N_("The partner refused an intervention"),
        "assignment.deferred": N_("The partner put an intervention off"),
        **PLANNED,
        "execution.reported": N_("Progress was reported"),
        "execution.completed": N_("An intervention was completed"),
        "evaluation.recorded": N_("An evaluation was recorded"),
        "evaluation.case_closed": N_("The case was closed"),
        "evaluation.case_reopened": N_("The case was reopened"),
        "evaluation.subject_reopened": N_("A subject was reopened"),
    },
    "told": TOLD,
    "subject_act": {
        "contribute": N_("Add what you hold"),
        "relate": N_("Add a relation"),
        "request": N_("Ask a partner"),
        "connect": N_("Connections"),
        "ask-known": N_("Known to other partners?"),
        "conclude": N_("Declare the dossier ready"),
        "correct": N_("Correct who or what this is"),
        "give-opinion": N_("Give your opinion"),
        "weigh": N_("Record the weighing"),
        "propose": N_("Propose an intervention"),
        "evaluate": N_("Evaluate"),
        "reopen": N_("Reopen this subject"),
    },
    "subject_status": {
        "added": N_("Added to the case"),
        "ready_for_weighing": N_("Ready to be weighed"),
        "approach_decided": N_("Approach decided"),
        "back_to_dossier": N_("Back to the dossier"),
        "handed_over": N_("Handed over"),
        "no_further_action": N_("No further action"),
        "reopened": N_("Taken up once more"),
    },
    "request_status": {
        "asked": N_("Waiting for an answer"),
        "provided": N_("Provided"),
        "nothing_known": N_("Nothing known"),
        "refused": N_("Not provided"),
        "not_competent": N_("Not theirs to provide"),
        "no_objection": N_("No objection"),
        "consents": N_("Consents"),
        "objects": N_("Objects"),
    },
    "answer": {
        "provided": N_("We provide it"),
        "nothing_known": N_("We know nothing about this"),
        "refused": N_("We do not provide it, for weighty reasons"),
        "not_competent": N_("This is not ours to provide"),
    },
    "answer_explained": {
        "provided": N_(
            "Add the data themselves as a contribution. Here you only write what the asker needs to know about it."
        ),
        "nothing_known": N_("You have looked, and your organisation holds nothing about it. That helps too."),
        "refused": N_(
            "The law allows it. You keep the reasons in your own organisation and do not write them here."
        ),
        "not_competent": N_(
            "Your organisation does not keep such data, or may not share it. Another partner perhaps can."
        ),
    },
    **DECISIONS,
    "record": RECORDS,
    "retained": RETAINED,
    "look": LOOKS,
    "look_outcome": LOOK_OUTCOMES,
    "term_since": TERM_SINCE,
    **LIST_LABELS,
    **NOTICE_LABELS,
    **SEARCH_LABELS,
    "dimension": {
        "EX": N_("How somebody works or lives"),
        "CD": N_("How somebody is kept there"),
        "VD": N_("How somebody is made to depend on another"),
        "DR": N_("How somebody was deceived before"),
        "CR": N_("How somebody was forced before"),
        "VR": N_("Why somebody is easy to abuse"),
        "CX": N_("What stands out in the surroundings"),
    },
    "name_usage": {
        "E": N_("The own surname"),
        "P": N_("The surname of the partner"),
        "V": N_("That of the partner, then the own"),
        "N": N_("The own, then that of the partner"),
    },
}
LABELS["deed"] = LABELS["event"] | DEEDS
"""Code list -> code -> English text. A room adds its own list here."""

RAIL = ("detection", "dossier", "weighing", "assignment", "execution", "evaluation")
"""The six steps in order, as the rail draws them."""
