//! Pages that the server alone writes are not in the browser: their modules are behind the server's face of `app`.

use std::collections::BTreeMap;

use crate::files;
use crate::none;
use crate::source::Source;

const PAGES: &str = "app/src/pages/";

/// Where a module of this file is declared: the file, and the module's name.
fn declared(path: &str) -> Option<(String, &str)> {
    let (folder, file) = path.rsplit_once('/')?;
    match file.strip_suffix(".rs")? {
        "mod" => {
            let (above, name) = folder.rsplit_once('/')?;
            Some((format!("{above}/mod.rs"), name))
        }
        name => Some((format!("{folder}/mod.rs"), name)),
    }
}

/// Whether a module, or one around it, is declared for the server alone.
fn is_apart(path: &str, codes: &BTreeMap<String, String>) -> bool {
    let Some((parent, name)) = declared(path).filter(|(parent, _)| parent.starts_with(PAGES))
    else {
        return false;
    };
    let code = codes.get(&parent).map_or("", String::as_str);
    let declarations = [format!("mod {name};"), format!("pub mod {name};")];
    let mut lines = code.lines().zip(code.lines().skip(1));
    let here = lines.any(|(above, line)| {
        above == "#[cfg(feature = \"ssr\")]" && declarations.iter().any(|one| line == one)
    });
    here || is_apart(&parent, codes)
}

#[test]
fn a_page_that_the_server_writes_is_not_in_the_browser() {
    let files = files::rust().into_iter();
    let pages: Vec<_> = files.filter(|file| file.path.starts_with(PAGES)).collect();
    let texts = pages.iter();
    let texts = texts.map(|file| (file.path.clone(), file.text.clone()));
    let texts: BTreeMap<String, String> = texts.collect();
    let served: Vec<_> = pages
        .iter()
        .filter(|file| Source::of(&file.text).code.contains("served::served"))
        .map(|file| file.path.as_str())
        .collect();
    assert!(served.len() >= 12, "there are such pages: {served:?}");
    let faults = served.iter().filter(|path| !is_apart(path, &texts));
    let faults = faults.map(|path| format!("{path}: put its module behind the feature `ssr`"));
    none(&faults.collect::<Vec<_>>());
}
