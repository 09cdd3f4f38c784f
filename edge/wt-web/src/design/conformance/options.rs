//! Gives the options of the package the shape of ours. The package takes many of them as words or as an object that
//! holds words; ours are of one type. What has no place in ours stays, to be refused by name.

use serde_json::{Map, Value, json};

fn map(options: Value) -> Result<Map<String, Value>, String> {
    match options {
        Value::Object(map) => Ok(map),
        other => Err(format!("options are {other}")),
    }
}

/// Words that stand bare, or as `text` of an object that has nothing else; what else it has is refused by name.
fn words(value: Value) -> Result<Value, String> {
    let Value::Object(map) = value else { return Ok(value) };
    match map.keys().find(|k| *k != "text") {
        Some(other) => Err(format!("unknown option `{other}`")),
        None => Ok(map.get("text").cloned().unwrap_or(Value::Null)),
    }
}

/// `text` or `html` of an object as our content.
fn said(value: Value) -> Result<Value, String> {
    let Value::Object(mut map) = value else { return Ok(json!({ "text": value })) };
    let html = map.remove("html");
    let text = map.remove("text");
    match (map.keys().next(), html, text) {
        (Some(other), ..) => Err(format!("unknown option `{other}`")),
        (None, Some(html), _) => Ok(json!({ "html": html })),
        (None, None, text) => Ok(json!({ "text": text.unwrap_or_else(|| json!("")) })),
    }
}

/// Moves `text` and `html` of the component itself into its content.
pub(super) fn content(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    let mut inner = Map::new();
    for key in ["text", "html"] {
        if let Some(value) = map.remove(key) {
            inner.insert(key.into(), value);
        }
    }
    map.insert("content".into(), said(Value::Object(inner))?);
    Ok(Value::Object(map))
}

/// A label or legend: the heading is its text and its level.
pub(super) fn label(options: Value) -> Result<Value, String> {
    let Value::Object(mut map) = options else { return Ok(json!({ "text": options })) };
    let page = map.remove("isPageHeading");
    match map.remove("heading") {
        // No heading of the page wins over a heading, whose words stay.
        Some(Value::Object(heading)) if page == Some(json!(false)) => {
            map.insert("text".into(), heading.get("text").cloned().unwrap_or_default());
        }
        Some(Value::String(text)) => {
            map.insert("text".into(), json!(text));
            map.insert("heading".into(), json!(1));
        }
        Some(Value::Object(heading)) => {
            map.insert("heading".into(), heading.get("level").cloned().unwrap_or_else(|| json!(1)));
            for (key, value) in heading.into_iter().filter(|(key, _)| key != "level") {
                map.insert(key, value);
            }
        }
        // A heading of `false` wins over the deprecated option.
        Some(Value::Bool(false)) => {}
        _ if page == Some(json!(true)) => {
            map.insert("heading".into(), json!(1));
        }
        _ => {}
    }
    map.retain(|_, value| !value.is_null());
    Ok(Value::Object(map))
}

fn error(map: &mut Map<String, Value>) -> Result<Option<Value>, String> {
    match map.remove("errorMessage") {
        Some(Value::Bool(true)) => Err("`errorMessage` without words".into()),
        Some(error) => words(error).map(Some),
        None => Ok(None),
    }
}

/// Moves what every field has into our `field`.
pub(super) fn field(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    let mut inner = Map::new();
    if let Some(error) = error(&mut map)? {
        inner.insert("error".into(), error);
    }
    if let Some(hint) = map.remove("hint") {
        inner.insert("hint".into(), said(hint)?);
    }
    inner.insert("label".into(), label(map.remove("label").unwrap_or_else(|| json!("")))?);
    let name = map.remove("name").unwrap_or_default();
    inner.insert("id".into(), map.remove("id").unwrap_or_else(|| name.clone()));
    inner.insert("name".into(), name);
    if let Some(disabled) = map.remove("disabled") {
        inner.insert("disabled".into(), disabled);
    }
    map.insert("field".into(), Value::Object(inner));
    Ok(Value::Object(map))
}

pub(super) fn affixes(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    for key in ["prefix", "suffix"] {
        if let Some(value) = map.remove(key) {
            map.insert(key.into(), words(value)?);
        }
    }
    Ok(Value::Object(map))
}

pub(super) fn group(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    if let Some(error) = error(&mut map)? {
        map.insert("error".into(), error);
    }
    if let Some(hint) = map.remove("hint") {
        map.insert("hint".into(), said(hint)?);
    }
    let fieldset = map.remove("fieldset").unwrap_or_default();
    let legend = fieldset.get("legend").cloned().ok_or("group without a question")?;
    map.insert("legend".into(), label(legend)?);
    if !map.contains_key("idPrefix") {
        map.insert("idPrefix".into(), map["name"].clone());
    }
    for item in map.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(hint) = item.get_mut("hint") {
            *hint = said(hint.take())?;
        }
    }
    Ok(Value::Object(map))
}

pub(super) fn details(options: Value) -> Result<Value, String> {
    let mut map = map(content(options)?)?;
    let summary = map.remove("summary").unwrap_or_default();
    map.insert("summary".into(), said(summary)?);
    if map.get("classes") == Some(&json!("nhsuk-expander")) {
        map.remove("classes");
        map.insert("expander".into(), json!(true));
    }
    Ok(Value::Object(map))
}

pub(super) fn banner(options: Value) -> Result<Value, String> {
    let mut map = map(content(options)?)?;
    if let Some(title) = map.remove("title") {
        map.insert("title".into(), words(title)?);
    }
    if map.get("variant") == Some(&json!("success")) {
        map.remove("variant");
        map.insert("success".into(), json!(true));
    }
    Ok(Value::Object(map))
}

pub(super) fn callout(options: Value) -> Result<Value, String> {
    let mut map = map(content(options)?)?;
    let heading = map.remove("heading").ok_or("without a heading")?;
    map.insert("heading".into(), words(heading)?);
    Ok(Value::Object(map))
}

pub(super) fn error_summary(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    let heading = map.remove("heading").unwrap_or_default();
    map.insert("heading".into(), words(heading)?);
    if let Some(description) = map.remove("description") {
        map.insert("description".into(), said(description)?);
    }
    refuse_empty(map.get("errorList"))?;
    Ok(Value::Object(map))
}

fn refuse_empty(list: Option<&Value>) -> Result<(), String> {
    let empty = |item: &Value| item.is_boolean() || item.is_null();
    match list.and_then(Value::as_array) {
        Some(items) if items.iter().any(empty) => Err("an empty item".into()),
        _ => Ok(()),
    }
}

pub(super) fn tag(options: Value) -> Result<Value, String> {
    match options.get("colour") {
        Some(Value::Bool(_)) => Err("unknown `colour` false".into()),
        _ => Ok(options),
    }
}

/// The deprecated names of the package for the same.
pub(super) fn pages(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    for (step, url, page) in [("previous", "previousUrl", "previousPage"), ("next", "nextUrl", "nextPage")] {
        if let (Some(href), label) = (map.remove(url), map.remove(page)) {
            map.insert(step.into(), json!({ "href": href, "label": label }));
        }
    }
    if let Some(items) = map.get_mut("items").and_then(Value::as_array_mut) {
        items.retain(Value::is_object);
    }
    Ok(Value::Object(map))
}

pub(super) fn facts(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    for row in map.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        for part in ["key", "value"] {
            row[part] = said(row[part].take())?;
        }
        if let Some(actions) = row.get_mut("actions") {
            let list = actions.get("items").unwrap_or(actions).clone();
            refuse_empty(Some(&list))?;
            *actions = list;
        }
    }
    Ok(Value::Object(map))
}

pub(super) fn table(options: Value) -> Result<Value, String> {
    let mut map = map(options)?;
    if let Some(caption) = map.remove("caption") {
        map.insert("caption".into(), if caption.is_object() { caption } else { json!({ "text": caption }) });
    }
    refuse_empty(map.get("head"))?;
    refuse_empty(map.get("rows"))?;
    for column in map.get_mut("head").and_then(Value::as_array_mut).into_iter().flatten() {
        if column.is_string() {
            *column = json!({ "text": column });
        } else if column.get("format") == Some(&json!("numeric")) {
            column.as_object_mut().unwrap().remove("format");
            column["numeric"] = json!(true);
        }
    }
    for cell in map.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        refuse_empty(Some(cell))?;
        for cell in cell.as_array_mut().into_iter().flatten() {
            *cell =
                if cell.is_string() { json!({ "content": { "text": cell } }) } else { content(cell.take())? };
        }
    }
    Ok(Value::Object(map))
}
