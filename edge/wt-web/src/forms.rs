//! The token that every form of a browser carries, so that no other site can send one in its name.
//!
//! It is put into every form that is posted as the page goes out, rather than by each page: a form without it can't be
//! written by mistake.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Name of the field, and how it stands at the start of a form's body.
const FIELD: &str = "form_token";
/// The largest page; none of ours is a tenth of it.
const LARGEST: usize = 8 << 20;
/// The token is the first field of a form, and stands within so many bytes of its start.
const START: usize = 4096;
/// A form of text alone.
const LONGEST: usize = 2 << 20;

/// The page with the token in each of its forms.
pub(crate) async fn with_tokens(response: Response, token: &str) -> Response {
    let html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|k| k.as_bytes().starts_with(b"text/html"));
    if !html {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let text = String::from_utf8_lossy(&bytes);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(filled(&text, token)))
}

fn filled(html: &str, token: &str) -> String {
    let field = format!("<input type=\"hidden\" name=\"{FIELD}\" value=\"{token}\">");
    let mut out = String::with_capacity(html.len() + 4 * field.len());
    let mut rest = html;
    while let Some(at) = rest.find("<form") {
        let Some(end) = rest[at..].find('>').map(|end| at + end + 1) else { break };
        out.push_str(&rest[..end]);
        if rest[at..end].to_ascii_lowercase().contains("method=\"post\"") {
            out.push_str(&field);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The request, if its form carries `token`; its body is as it was. A file of hundreds of megabytes is not read for it: the token
/// comes before.
pub(crate) async fn carries(request: Request, token: &str) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if kind.starts_with(b"application/x-www-form-urlencoded") {
        let bytes = to_bytes(body, LONGEST).await.ok()?;
        let wanted = format!("{FIELD}={token}");
        let holds = bytes.split(|b| *b == b'&').any(|pair| same(pair, wanted.as_bytes()));
        return holds.then(|| Request::from_parts(parts, Body::from(bytes)));
    }
    if !kind.starts_with(b"multipart/form-data") {
        return None;
    }
    let mut stream = Box::pin(body.into_data_stream());
    let mut start = Vec::new();
    while start.len() < START {
        let Some(piece) = next(&mut stream).await else { break };
        start.extend_from_slice(&piece.ok()?);
    }
    let wanted = format!("name=\"{FIELD}\"\r\n\r\n{token}\r\n");
    let head = start.get(..START).unwrap_or(&start);
    let holds = head.windows(wanted.len()).any(|window| same(window, wanted.as_bytes()));
    holds
        .then(|| Request::from_parts(parts, Body::from_stream(Chained { start: Some(start.into()), stream })))
}

async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
}

/// What was read already, and the rest.
struct Chained<S> {
    start: Option<Bytes>,
    stream: Pin<Box<S>>,
}

impl<S: Stream<Item = Result<Bytes, axum::Error>>> Stream for Chained<S> {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.start.take() {
            Some(start) => Poll::Ready(Some(Ok(start))),
            None => self.stream.as_mut().poll_next(cx),
        }
    }
}

/// In a time that tells nothing of where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// Text for a query string.
pub(crate) fn encoded(text: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_posted_form_gets_the_token_and_no_other() {
        let html = "<form method=\"post\" action=\"/a\"><b></b></form><form action=\"/b\" method=\"get\"></form><form class=\"x\"\n METHOD=\"POST\">";
        let out = filled(html, "T");
        assert_eq!(out.matches("name=\"form_token\" value=\"T\"").count(), 2);
        assert!(out.starts_with("<form method=\"post\" action=\"/a\"><input type=\"hidden\""));
        assert!(out.contains("method=\"get\"></form>"));
        assert_eq!(filled("<p>1 < 2 <form", "T"), "<p>1 < 2 <form");
    }

    #[test]
    fn addresses_survive_a_query_string() {
        assert_eq!(encoded("/compare?own=RJ6&x=é"), "/compare%3Fown%3DRJ6%26x%3D%C3%A9");
    }
}
