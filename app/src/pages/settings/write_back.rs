//! Which accounts are written to, and the switch.

use leptos::prelude::*;

use crate::{
    api::{
        ApiError,
        write_back::{RefusedView, SwitchView, WriteBackView},
    },
    components::{FaultNote, Sign, Since, State},
};

/// The accounts that are written to, each with the way back, and a form for the others.
pub(super) fn panel(view: WriteBackView, fault: Option<ApiError>) -> AnyView {
    let none = view.written.is_empty();
    let rows = view.written.into_iter().map(row).collect_view();
    let refused = refused(view.refused);
    let options = view.observed.into_iter();
    let options = options.map(|[account, name, _]| view! { <option value=account>{name}</option> });
    view! {
        <section class="panel" aria-labelledby="write-back">
            <header class="panel-head">
                <h2 id="write-back">"Write-back"</h2>
                <p class="aside">"tells Security Hub what is decided here"</p>
            </header>
            {fault.map(|fault| view! { <FaultNote fault/> })}
            {none.then(|| view! {
                <State
                    sign=Sign { symbol: "st-none", tone: "t-quiet s16", word: "" }
                    what="Every account is only observed"
                    next="What people decide about findings stays here; nothing is written to AWS."
                />
            })}
            <ul class="kept">{rows}</ul>
            {refused}
            <div class="panel-body">
                <p class="second">
                    "Write back: from the switch on, each decision about a finding of the account is written over it in Security Hub, with BatchUpdateFindings; what was decided before is not. Observe only: nothing is written, what waits is dropped, and all that was decided goes on holding here."
                </p>
                <form class="buttons" method="post" action="/api/sources/write_back">
                    <select class="input" name="account" aria-label="Account">{options.collect_view()}</select>
                    <button class="button" name="to" value="write_back">"Write back"</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

fn row([account, name, says]: SwitchView) -> AnyView {
    view! {
        <li>
            <div class="kept-line">
                <h3>{name.clone()}</h3>
                <p class="aside">{says}</p>
                <form method="post" action="/api/sources/write_back">
                    <input type="hidden" name="account" value=account/>
                    <button class="button" name="to" value="observe_only">
                        "Observe only"<span class="visually-hidden">" "{name}</span>
                    </button>
                </form>
            </div>
        </li>
    }
    .into_any()
}

/// What AWS did not take; nothing where it took all.
fn refused(all: Vec<RefusedView>) -> Option<AnyView> {
    let rows = all.iter().map(|one| {
        view! {
            <tr>
                <th scope="row">
                    <a class="cover" href=one.href.clone()>{one.title.clone()}</a>
                    <span class="under">{one.says.clone()}</span>
                </th>
                <td class="phone-off">{one.account.clone()}</td>
                <td class="num"><Since at=one.since/></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <table class="table tall">
            <caption class="visually-hidden">"Decisions that AWS did not take"</caption>
            <thead>
                <tr>
                    <th scope="col">"Not taken by AWS"</th>
                    <th scope="col" class="phone-off">"Account"</th>
                    <th scope="col" class="num">"Since"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    (!all.is_empty()).then(|| table.into_any())
}
