//! A chart that the server drew, with the table behind it.

use leptos::prelude::*;

use super::mark::icon;
use crate::api::ChartView;

/// The drawing is the only HTML that comes as it is: whoever drew it has escaped each text.
pub fn chart(chart: ChartView) -> impl IntoView {
    let mut rows = chart.table.into_iter();
    let head = rows.next().unwrap_or_default().into_iter();
    let head = head.map(|column| view! { <th scope="col">{column}</th> });
    let rows = rows.map(|row| {
        let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <figure class="chart-box">
            <figcaption>{chart.title}<span class="aside">{chart.aside}</span></figcaption>
            <div inner_html=chart.svg.into_markup()></div>
            <details class="behind">
                <summary>{icon("i-chevron-right", "icon s12")}"As a table"</summary>
                <table class="table dense edge">
                    <thead><tr>{head.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
}
