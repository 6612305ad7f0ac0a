"""What happened, as lines of a list: one for each kind of event that stands on a timeline.

`%(who)s` is who did it, with the organisation; `%(about)s` the subject, or the case when it is about no subject. No full stop: a name may
end with one.
"""

from web.i18n import N_

TOLD = {
    "case.opened": N_("%(who)s opened the case"),
    "case.subject_added": N_("%(who)s added a subject: %(about)s"),
    "case.phase_opened": N_("%(who)s opened a data phase"),
    "case.participant_added": N_("%(who)s let a partner join the case"),
    "case.participant_left": N_("%(who)s ended the part of a partner in the case"),
    "case.person_barred": N_("%(who)s kept one person out of the case"),
    "case.bar_lifted": N_("%(who)s let a person in again who was kept out of the case"),
    "case.person_named": N_("%(who)s named a person who works on the case"),
    "case.person_unnamed": N_("%(who)s removed a person who was named in the case"),
    "case.participation_opened": N_("%(who)s opened the case again to all colleagues of a partner"),
    "case.emergency_ended": N_("%(who)s ended emergency access to the case"),
    "case.emergency_reviewed": N_("Emergency access to the case was reviewed"),
    "case.glass_broken": N_("%(who)s looked into the case because of an emergency"),
    "case.case_manager_named": N_("%(who)s named the case manager"),
    "case.sealed": N_("%(who)s sealed the case"),
    "dossier.contributed": N_("%(who)s added what the organisation holds about %(about)s"),
    "dossier.corrected": N_("%(who)s corrected a contribution about %(about)s"),
    "dossier.audience_changed": N_("%(who)s changed for whom a contribution about %(about)s is"),
    "dossier.withdrawn": N_("%(who)s withdrew a contribution about %(about)s"),
    "dossier.requested": N_("%(who)s asked a partner a question about %(about)s"),
    "dossier.answered": N_("%(who)s answered a question about %(about)s"),
    "dossier.concluded": N_("%(who)s declared the dossier of %(about)s ready"),
    "disclosure.drafted": N_("%(who)s drafted what is to go to somebody outside the case"),
    "disclosure.asked": N_("%(who)s asked a supplier whether its data may go to somebody outside the case"),
    "disclosure.answered": N_("%(who)s said whether its data may go to somebody outside the case"),
    "disclosure.released": N_("%(who)s released data to somebody outside the case"),
    "disclosure.dropped": N_("%(who)s dropped a disclosure"),
    "disclosure.told": N_("%(who)s told a recipient of a correction or withdrawal"),
    "known.asked": N_("%(who)s asked other partners whether they know %(about)s"),
    "weighing.opinion_given": N_("%(who)s gave an opinion on %(about)s"),
    "weighing.audience_changed": N_("%(who)s changed for whom an opinion on %(about)s is"),
    "weighing.decided": N_("%(who)s recorded the decision of the case meeting on %(about)s"),
    "assignment.proposed": N_("%(who)s proposed an intervention for %(about)s"),
    "assignment.accepted": N_("%(who)s said yes to an intervention for %(about)s"),
    "assignment.refused": N_("%(who)s said no to an intervention for %(about)s"),
    "assignment.deferred": N_("%(who)s put off an intervention for %(about)s"),
    "assignment.scheduled": N_("%(who)s planned an intervention for %(about)s"),
    "assignment.dependency_added": N_("%(who)s said what an intervention for %(about)s waits for"),
    "assignment.dependency_lifted": N_(
        "%(who)s said that an intervention for %(about)s no longer waits for something"
    ),
    "execution.reported": N_("%(who)s reported how an intervention for %(about)s is going"),
    "execution.completed": N_("%(who)s completed an intervention for %(about)s"),
    "evaluation.recorded": N_("%(who)s recorded what was learned about %(about)s"),
    "evaluation.case_closed": N_("%(who)s closed the case"),
    "detection.signal_submitted": N_("%(who)s reported a signal"),
    "detection.signal_supplemented": N_("%(who)s added to a signal"),
    "detection.signal_assessed": N_("%(who)s assessed a signal"),
    "detection.signal_brought_in": N_("%(who)s brought a signal in without its source"),
    "detection.unmasking_asked": N_("%(who)s asked to see the source of a signal"),
    "detection.source_unmasked": N_("%(who)s let one person of the RIEC see the source of a signal"),
}
"""Kind of event -> the sentence."""
