//! The OpenAPI 3.1 description of exactly the addresses in [`super::routes`], with the form of every answer.

use serde_json::{Map, Value, json};
use wt_engine::permit::Scope;

use super::rows::{FARTHEST, MOST};

/// Which bodies a comparison holds.
pub(super) const BODIES: &[&str] = &["trusts", "all"];
/// On which structure.
pub(super) const BASES: &[&str] = &["todays-structure", "as-reported"];
/// What its rows are.
pub(super) const LEVELS: &[&str] = &["employers", "units", "staff-groups"];

/// The document.
pub(super) fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Wholetime",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The same answers as pages and commands, to the same people. Fields are added to, never changed. \
                Problems are RFC 9457; lists name their next page in Link (RFC 8288); an answer that is known already is 304. \
                Where nobody has an account, no token is asked for.",
        },
        "security": [{ "token": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": scopes() } },
            "schemas": schemas(),
            "responses": { "Problem": {
                "description": "Why not, in a sentence",
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            } },
        },
    })
}

fn scopes() -> String {
    let each: Vec<String> = Scope::ALL.iter().map(|s| format!("{}: {}", s.word(), s.words())).collect();
    format!("A token of one's own, made at /account. Its scopes: {}.", each.join("; "))
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn paths() -> Value {
    let metric = part("metric", "Slug of a metric");
    let load = part("id", "Id of a load");
    let mut compared = scope();
    compared.insert(0, metric);
    let mut opportunities = scope();
    opportunities.extend(paging());
    let mut audit = vec![paging().swap_remove(0)];
    audit.push(query(
        "before",
        &json!({ "type": "integer", "minimum": 0, "maximum": i64::MAX }),
        "Lines before this number",
    ));
    let mut refusals = vec![load.clone()];
    refusals.extend(paging());
    let mut find = vec![query("q", &json!({ "type": "string" }), "Words")];
    find.extend(paging());
    json!({
        "/api/v1/me": { "get": one("me", "Who asks", "", "Me", &[]) },
        "/api/v1/members": { "get": many("members", "Who has which role", "people", "Member", &paging()) },
        "/api/v1/audit": { "get": many("audit", "The audit log, latest first", "audit", "AuditLine", &audit) },
        "/api/v1/audit/chain": { "get": one("auditChain", "Whether the chain of the log holds", "audit", "Chain", &[]) },
        "/api/v1/metrics": { "get": many("metrics", "Every metric and what is loaded of it", "figures", "Metric", &paging()) },
        "/api/v1/compare/{metric}": { "get": one("compare", "One metric compared", "figures", "Comparison", &compared) },
        "/api/v1/opportunities": {
            "get": many("opportunities", "Gaps that have pounds, the surest first", "figures", "Opportunity", &opportunities)
        },
        "/api/v1/benefits": { "get": many("benefits", "Lines of the ledger of benefits", "benefits", "Benefit", &paging()) },
        "/api/v1/evidence": { "get": one("findEvidence", "Evidence that answers a question", "evidence", "Found", &find) },
        "/api/v1/evidence/{id}": {
            "get": one("evidence", "One account", "evidence", "Evidence", &[part("id", "Slug of an account")])
        },
        "/api/v1/loads": {
            "get": many("loads", "What is loaded, latest first", "loads", "Load", &paging()),
            "post": sending(),
        },
        "/api/v1/loads/{id}": {
            "get": one("load", "One load", "loads", "Load", std::slice::from_ref(&load)),
            "delete": operation("undoLoad", "Take a load back: its rows go, its record stays", "loads-write", &[], &[load],
                json!({ "200": answer("The load as it is now", &reference("Load"), &[]) })),
        },
        "/api/v1/loads/{id}/refusals": {
            "get": many("refusals", "Cells that were refused", "loads", "Refusal", &refusals)
        },
    })
}

/// An operation with the refusals that any may end in.
fn operation(
    id: &str,
    summary: &str,
    scope: &str,
    more: &[&str],
    parameters: &[Value],
    answers: Value,
) -> Value {
    let mut responses = match answers {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    for status in ["400", "401", "403", "404"].iter().chain(more) {
        responses.insert((*status).to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    let needs: &[&str] = if scope.is_empty() { &[] } else { &[scope] };
    json!({
        "operationId": id, "summary": summary, "parameters": parameters, "responses": responses, "security": [{ "token": needs }]
    })
}

fn one(id: &str, summary: &str, scope: &str, schema: &str, parameters: &[Value]) -> Value {
    let answers = json!({ "200": answer("The answer", &reference(schema), &["ETag"]), "304": unchanged() });
    operation(id, summary, scope, &[], parameters, answers)
}

fn many(id: &str, summary: &str, scope: &str, schema: &str, parameters: &[Value]) -> Value {
    let list = json!({ "type": "array", "items": reference(schema) });
    let answers = json!({ "200": answer("A page of the list", &list, &["ETag"]), "304": unchanged() });
    operation(id, summary, scope, &[], parameters, answers)
}

fn answer(description: &str, schema: &Value, headers: &[&str]) -> Value {
    let header =
        |name: &&str| ((*name).to_owned(), json!({ "required": true, "schema": { "type": "string" } }));
    json!({
        "description": description,
        "headers": headers.iter().map(header).collect::<Map<_, _>>(),
        "content": { "application/json": { "schema": schema } },
    })
}

fn unchanged() -> Value {
    json!({ "description": "As the tag in If-None-Match says" })
}

fn query(name: &str, schema: &Value, about: &str) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
}

fn part(name: &str, about: &str) -> Value {
    let schema = json!({ "type": "string", "minLength": 1 });
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

fn paging() -> Vec<Value> {
    vec![
        query(
            "limit",
            &json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": MOST }),
            "Rows of a page",
        ),
        query(
            "offset",
            &json!({ "type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0 }),
            "Rows before it",
        ),
    ]
}

/// What a comparison is asked by.
fn scope() -> Vec<Value> {
    let text = || json!({ "type": "string" });
    let word = |known: &[&str]| json!({ "type": "string", "enum": known });
    let month = || json!({ "type": "string", "pattern": "^([12][0-9]{3}-(0[1-9]|1[0-2]))?$" });
    let code = "[A-Za-z0-9]{2,12}";
    vec![
        query("region", &text(), "Region by name; `everywhere` for all"),
        query("from", &month(), "First month, such as 2024-04"),
        query("to", &month(), "Last month"),
        query(
            "peers",
            &text(),
            "region-type, region-type-specialist-apart, a peer set, or codes joined by commas",
        ),
        query("bodies", &word(BODIES), "NHS trusts, or every organisation"),
        query("basis", &word(BASES), "Organisations as they are today, or as they reported"),
        query("level", &word(LEVELS), "What a row is; units of the employer in `own`"),
        query("staff_group", &text(), "One staff group"),
        query("own", &json!({ "type": "string", "pattern": format!("^({code})?$") }), "An employer's code"),
        query(
            "without",
            &json!({ "type": "string", "pattern": format!("^({code}(,{code})*)?$") }),
            "Codes left out",
        ),
    ]
}

fn sending() -> Value {
    let kinds: Vec<&str> = wt_extract::kinds::KindId::ALL.into_iter().map(|k| k.id()).collect();
    let keep = ["if-few-refused", "good-rows", "all-or-nothing", "for-review", "nothing"];
    let parameters = vec![
        query("name", &json!({ "type": "string", "pattern": "^[A-Za-z0-9._-]{1,200}$" }), "Name of the file"),
        query(
            "owner",
            &json!({ "type": "string", "pattern": "^[A-Za-z0-9]{2,12}$" }),
            "Whose rows; without it the region's",
        ),
        query(
            "kind",
            &json!({ "type": "string", "enum": kinds }),
            "Kind of file; without it, told from its content",
        ),
        query(
            "keep",
            &json!({ "type": "string", "enum": keep, "default": keep[0] }),
            "What to do where rows are refused",
        ),
    ];
    let taken = reference("Taken");
    let answers = json!({
        "200": answer("Nothing new is kept: it was loaded already, or only checked", &taken, &[]),
        "201": answer("Kept, or held for review", &taken, &[]),
    });
    let mut sends =
        operation("sendLoad", "Load a file", "loads-write", &["413", "422"], &parameters, answers);
    sends["requestBody"] = json!({
        "required": true,
        "description": "The bytes of a CSV, XLSX or XLS file",
        "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } },
    });
    sends
}

/// An object: each field with its type, `?` where it may be null.
fn row(fields: &[(&str, &str)]) -> Value {
    let field = |(name, kind): &(&str, &str)| {
        let schema = match (kind.trim_end_matches('?'), kind.ends_with('?')) {
            ("strings", _) => json!({ "type": "array", "items": { "type": "string" } }),
            ("any", _) => json!({}),
            (kind, true) => json!({ "type": [kind, "null"] }),
            (kind, false) => json!({ "type": kind }),
        };
        ((*name).to_owned(), schema)
    };
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "required": names, "properties": fields.iter().map(field).collect::<Map<_, _>>() })
}

fn schemas() -> Value {
    let mut taken =
        row(&[("verdict", "string"), ("rows", "integer"), ("refused", "integer"), ("load", "any")]);
    taken["properties"]["refusals"] = json!({ "type": "array", "items": reference("Refusal") });
    taken["properties"]["load"] = json!({ "anyOf": [reference("Load"), { "type": "null" }] });
    let mut comparison = row(&[
        ("metric", "string"),
        ("metric_version", "integer"),
        ("from", "string"),
        ("to", "string"),
        ("region", "string?"),
        ("sentence", "string"),
        ("notes", "strings"),
        ("no_pounds", "string?"),
    ]);
    comparison["properties"]["rows"] = json!({ "type": "array", "items": reference("ComparedRow") });
    let mut found = row(&[("total", "integer"), ("did_you_mean", "string?")]);
    found["properties"]["items"] = json!({ "type": "array", "items": row(
        &[("id", "string"), ("title", "string"), ("summary", "string"), ("strength", "string"), ("date", "string")]) });
    json!({
        "Problem": row(&[("type", "string"), ("title", "string"), ("status", "integer"), ("detail", "string")]),
        "Me": row(&[("id", "string"), ("name", "string"), ("roles", "strings"), ("scopes", "strings")]),
        "Member": row(&[("id", "string"), ("name", "string"), ("shown", "string"), ("state", "string"), ("roles", "strings"),
            ("made_at", "string"), ("last_in", "string?")]),
        "AuditLine": row(&[("seq", "integer"), ("at", "string"), ("who", "string"), ("org", "string?"), ("action", "string"),
            ("object", "string"), ("detail", "any")]),
        "Chain": row(&[("lines", "integer"), ("broken_at", "integer?")]),
        "Metric": row(&[("id", "string"), ("name", "string"), ("insight", "string"), ("unit", "string"),
            ("direction", "string"), ("organisations", "integer"), ("from", "string?"), ("to", "string?")]),
        "Comparison": comparison,
        "ComparedRow": row(&[("code", "string?"), ("name", "string"), ("numerator", "number"), ("denominator", "number"),
            ("value_pct", "number?"), ("peer_median_pct", "number?"), ("rank", "integer?"), ("pounds_to_median", "number?"),
            ("funnel_z", "number?"), ("funnel_flag95", "boolean?"), ("persistent_gap", "string"), ("months", "integer")]),
        "Opportunity": row(&[("code", "string"), ("name", "string"), ("metric", "string"), ("from", "string"), ("to", "string"),
            ("pounds", "number"), ("pounds_low", "number?"), ("pounds_high", "number?"), ("units", "number"),
            ("benefit_type", "string"), ("signal", "string"), ("persistent_gap", "string"), ("source_rows", "integer")]),
        "Benefit": row(&[("id", "string"), ("name", "string"), ("organisation", "string"), ("type", "string"),
            ("account", "string"), ("recurrent", "boolean"), ("stands", "string"), ("full_year_pence", "integer"),
            ("measure", "string?")]),
        "Found": found,
        "Evidence": row(&[("id", "string"), ("title", "string"), ("summary", "string"), ("insights", "strings"),
            ("done", "string"), ("strength", "string"), ("status", "string"), ("date", "string"), ("caveat", "string")]),
        "Load": row(&[("id", "string"), ("state", "string"), ("kind", "string"), ("file", "string"), ("owner", "string?"),
            ("months", "strings"), ("rows", "integer"), ("refused", "integer"), ("loaded", "string"), ("sha256", "string")]),
        "Refusal": row(&[("at", "any"), ("found", "string"), ("expected", "string"), ("fix", "string")]),
        "Taken": taken,
    })
}
