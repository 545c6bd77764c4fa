//! Server functions: a file an area, a function a verb. Strings come in and are read here with the
//! types of `domain`; the verbs of `backend` decide; codes go out.

pub mod audit;
#[cfg(feature = "ssr")]
pub mod build;
pub mod calendar;
#[cfg(feature = "ssr")]
mod calendar_cells;
#[cfg(feature = "ssr")]
mod calendar_entries;
#[cfg(feature = "ssr")]
mod calendar_month;
#[cfg(feature = "ssr")]
mod calendar_words;
pub mod calendars;
pub mod changes;
#[cfg(feature = "ssr")]
mod changes_form;
pub mod changes_view;
#[cfg(feature = "ssr")]
mod changes_words;
#[cfg(feature = "ssr")]
pub mod charts;
pub mod context;
pub mod deadlines;
#[cfg(feature = "ssr")]
mod endpoint_history;
#[cfg(feature = "ssr")]
mod endpoint_words;
pub mod endpoints;
mod error;
#[cfg(feature = "ssr")]
mod finding_around;
#[cfg(feature = "ssr")]
mod finding_document;
#[cfg(feature = "ssr")]
mod finding_more;
pub mod findings;
pub mod findings_act;
pub mod findings_act_view;
pub mod findings_complete;
#[cfg(feature = "ssr")]
mod findings_empty;
#[cfg(feature = "ssr")]
pub mod findings_file;
#[cfg(feature = "ssr")]
mod findings_form;
#[cfg(feature = "ssr")]
mod findings_news;
pub mod findings_view;
pub mod freeze_line;
pub mod health;
#[cfg(feature = "ssr")]
mod held;
pub mod incidents;
#[cfg(feature = "ssr")]
mod incidents_view;
pub mod levels;
#[cfg(feature = "ssr")]
mod links;
#[cfg(feature = "ssr")]
mod local_time;
mod narrow;
pub mod people;
#[cfg(feature = "ssr")]
mod places;
pub mod screens;
pub mod session;
pub mod sources;
pub mod standards;
#[cfg(feature = "ssr")]
mod standards_words;
pub mod strip;
pub mod suppressions;
#[cfg(feature = "ssr")]
mod suppressions_form;
#[cfg(feature = "ssr")]
mod suppressions_named;
pub mod theme;
#[cfg(feature = "ssr")]
mod told;
#[cfg(feature = "ssr")]
pub(crate) mod touched;
pub mod views;
#[cfg(feature = "ssr")]
mod views_shown;
pub mod views_view;
pub mod wall;
#[cfg(feature = "ssr")]
mod wall_rows;
pub mod watch;
pub mod wire;
pub mod work;
pub mod write_back;

pub use audit::{AuditView, ListAudit, list_audit};
pub use calendar::{
    AgendaDay, AgendaView, BarView, CalendarView, CellView, EntryView, GetCalendar, LayerView,
    MarkView, get_calendar,
};
pub use calendars::{
    CalendarEventView, CalendarRowView, CalendarsView, EndCalendar, FreezeView, KeepCalendar,
    KeepCalendarEvent, KeepFreeze, ListCalendars, end_calendar, keep_calendar, keep_calendar_event,
    keep_freeze, list_calendars,
};
pub use changes::{
    ActOnChange, ChangeForm, DecideChange, GetChange, ListChanges, SaveChange, SubmitChange,
    act_on_change, change_form, decide_change, get_change, list_changes, save_change,
    submit_change,
};
pub use changes_view::{
    ChangeActs, ChangeDetailView, ChangeDraft, ChangeFormView, ChangeQueueView, ChangeRowView,
    ChangeStepView, LadderView, RungState, RungView,
};
pub use deadlines::{DeadlinesView, ListDeadlines, SetDeadlines, list_deadlines, set_deadlines};
pub use endpoints::{
    ChartView, EndpointDetailView, EndpointListView, EndpointRow, EndpointView, GetEndpoint,
    ListEndpoints, get_endpoint, list_endpoints,
};
pub use error::{ApiError, Field};
pub use findings::{
    AroundFinding, Assign, FindingsListing, FindingsTally, GetDocument, GetFinding, SameResource,
    around_finding, assign, findings_listing, findings_tally, get_document, get_finding,
    same_resource,
};
pub use findings_act::{
    ActOnFindings, GetBulkAct, GetOutcome, UndoBulkAct, act_on_findings, get_bulk_act, get_outcome,
    undo_bulk_act,
};
pub use findings_act_view::{Acted, BulkActView, OutcomeView, SkippedView, TouchForm};
pub use findings_complete::{CompleteFindings, complete_findings};
#[cfg(feature = "ssr")]
pub use findings_view::{
    ChangeView, FindingNoteView, FindingText, LinkedChangeView, PlaneView, SameResourceView,
};
pub use findings_view::{FindingView, Listed, ListingView, OpenGroup, RowPart, TallyView, Written};
pub use freeze_line::FreezeLineView;
pub use health::{
    GetHealth, HealthDetailView, HealthListView, HealthView, ListHealth, get_health, list_health,
};
pub use incidents::{
    ChangeIncident, DeclareIncident, IncidentEntryView, IncidentLine, IncidentView, IncidentsView,
    LinkedView, NewIncidentView, NoteIncident, ReopenIncident, ResolveIncident, change_incident,
    declare_incident, get_incident, list_incidents, new_incident, note_incident, reopen_incident,
    resolve_incident,
};
pub use levels::{LevelView, LevelsView, ListLevels, SetLevel, list_levels, set_level};
#[cfg(feature = "ssr")]
pub use narrow::narrowed;
pub use narrow::{ChooseScope, NarrowView, choose_scope};
pub use people::{
    AddPerson, ChangeOwnMail, ChangeOwnPassword, ChangePerson, LinkFor, LinkOwner, ListPeople,
    OneTimeLink, OwnMail, PeopleView, PersonView, SignIn, SignOut, SignOutEverywhere, UseLink,
    add_person, change_own_mail, change_own_password, change_person, link_for, list_people,
    own_mail, sign_in, sign_out, sign_out_everywhere, use_link,
};
pub use screens::{
    AddScreen, DimScreen, EnterCode, ListScreens, RevokeScreen, ScreenView, ScreensView,
    add_screen, dim_screen, enter_code, list_screens, revoke_screen,
};
pub use session::{
    FrameView, GetFrame, RailCounts, get_frame, of_each_kind, oldest_of_each_kind, telling,
};
pub use sources::{
    ListRejects, ListSources, RejectView, RejectsView, SourceView, SourcesView, list_rejects,
    list_sources,
};
pub use standards::{
    AccountLine, ControlLine, GetStandard, ListStandards, StandardLine, StandardView,
    StandardsView, StandingView, get_standard, list_standards,
};
pub use strip::{BlindView, StripReasonView, StripView};
#[cfg(feature = "ssr")]
pub(crate) use strip::{MORE, NOT_SET_UP, VERDICT};
pub use suppressions::{
    ChangeSuppression, GetSuppression, ListSuppressions, MakeSuppression, NewSuppressionView,
    PreviewSuppression, SuppressionForm, SuppressionLine, SuppressionView, SuppressionsView,
    SwitchSuppression, change_suppression, get_suppression, list_suppressions, make_suppression,
    preview_suppression, switch_suppression,
};
#[cfg(feature = "ssr")]
pub(crate) use suppressions::{LOOKED, UNSEEN};
#[cfg(feature = "ssr")]
pub use theme::chosen;
pub use theme::{ChooseTheme, Theme, choose_theme};
pub use views::{
    ClearRole, KeepColumns, KeepView, ListViews, OpenWith, RemoveView, RenameView, SaveView,
    SetRole, ShareView, list_views,
};
#[cfg(feature = "ssr")]
pub(crate) use views_shown::{Shown, ShownView, ViewLine, ViewsMenu};
pub use views_view::{ViewRowView, ViewsView};
pub use wall::{GetWall, RowKind, RowView, TileKind, TileView, WallListView, WallView, get_wall};
pub use watch::{AheadView, GetWatch, WatchView, get_watch};
pub use work::{OwnFindingView, ReadWork, WorkView, read_work};
pub use write_back::{SwitchWriteBack, switch_write_back};
