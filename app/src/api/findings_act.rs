//! What people do with findings, one or many, by one form; how far it has come; and taking it back.

use leptos::prelude::*;

use super::{
    error::ApiError,
    findings_act_view::{Acted, BulkActView, OutcomeView, TouchForm},
};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{
            address_answer, answer, asker, backend, form_answer, lead_form, read_id, refuse,
        },
        findings_form::{read_form, view},
    },
    crate::query::Query,
    backend::findings,
    domain::{action::Action, id::BulkActId},
    leptos::server_fn::ServerFn,
};

/// Acts on findings. A plain form is led to the act's page.
#[server(prefix = "/api", endpoint = "findings/act")]
pub async fn act_on_findings(
    /// Which, by their ids: as a field `ids[]` each, or with commas between them. Not looked at for `matching`.
    #[server(default)]
    ids: Vec<String>,
    /// The rest of the form, each of its fields by its own name.
    #[server(flatten)]
    form: TouchForm,
) -> Result<Acted, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let ids = ids.join(",");
    let kept = |code: ApiError| {
        address_answer(ActOnFindings::PATH, &code, &form.typed(&ids));
        code
    };
    let sent = (backend.now(), asker.address.as_deref());
    let ask = read_form(&ids, &form, sent);
    let ask = ask.map_err(|code| kept(answer(code)))?;
    let act = findings::touch(&backend, &asker.actor, ask).await;
    let act = act.map_err(|error| kept(refuse(&asker, &error)))?;
    lead_form(&act_href(act, &form.query));
    let begun = findings::bulk_act(&backend, &asker.actor, act).await;
    let begun = begun.map_err(|error| refuse(&asker, &error))?;
    Ok(Acted {
        id: act.to_string(),
        is_nothing: begun.done == 0 && begun.finished_at.is_some(),
    })
}

/// The page of an act that was done in a list.
#[cfg(feature = "ssr")]
fn act_href(act: BulkActId, list: &str) -> String {
    let query = match list {
        "" => Query::default(),
        list => Query::default().with("list", list),
    };
    query.href(&format!("/findings/acts/{act}"))
}

/// One act on findings, as far as it has come.
#[server(prefix = "/api", endpoint = "findings/bulk_act")]
pub async fn get_bulk_act(
    /// Which, by its id.
    id: String,
) -> Result<BulkActView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: BulkActId = read_id(&asker, Action::ReadFloor, &id)?;
    let act = findings::bulk_act(&backend, &asker.actor, id).await;
    let act = act.map_err(|error| refuse(&asker, &error))?;
    Ok(view(act, backend.now()))
}

/// The same in one sentence, for where the act was done.
#[server(prefix = "/api", endpoint = "findings/outcome")]
pub async fn get_outcome(
    /// Of which act, by its id.
    id: String,
) -> Result<OutcomeView, ApiError> {
    let act = get_bulk_act(id).await?;
    Ok(OutcomeView {
        words: act.count_words(),
        undoable_until: act.undoable_until,
    })
}

/// Takes an act of the asker back; answers the id of the act that does so. A plain form is led to its page.
#[server(prefix = "/api", endpoint = "findings/undo")]
pub async fn undo_bulk_act(
    /// Which, by its id.
    id: String,
    /// The query string of the list that its page leads back to.
    #[server(default)]
    list: String,
) -> Result<String, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: BulkActId = read_id(&asker, Action::TriageFindings, &id)?;
    let undo = findings::undo(&backend, &asker.actor, id, asker.address.as_deref()).await;
    let undo = undo.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(UndoBulkAct::PATH, &code, &[]);
        code
    })?;
    lead_form(&act_href(undo, &list));
    Ok(undo.to_string())
}
