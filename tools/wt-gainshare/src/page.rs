//! A short document as blocks, written as Markdown or as a page of HTML.

use std::fmt::Write;

/// A block of a document. Text is plain: what would be markup is made harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Heading of level 1 or 2.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// Columns, whether each holds numbers, and rows.
    Table(Vec<(&'static str, bool)>, Vec<Vec<String>>),
}

/// As Markdown (CommonMark with tables).
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, words) => {
                let _ = writeln!(out, "{} {}\n", "#".repeat((*level).into()), plain(words));
            }
            Block::Text(words) => {
                let _ = writeln!(out, "{}\n", plain(words));
            }
            Block::Table(columns, rows) => {
                let heads: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
                let rules: Vec<&str> =
                    columns.iter().map(|(_, number)| if *number { "---:" } else { "---" }).collect();
                let _ = writeln!(out, "| {} |\n| {} |", heads.join(" | "), rules.join(" | "));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
                    let _ = writeln!(out, "| {} |", cells.join(" | "));
                }
                out.push('\n');
            }
        }
    }
    out
}

/// Backslashes before what Markdown would read as markup.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '|' | '*' | '_' | '<' | '>' | '[' | ']' | '`' | '\\' | '#') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// As a whole page of HTML in British English that prints on paper without a script.
pub fn html(title: &str, blocks: &[Block]) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    let _ = writeln!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>",
        safe(title)
    );
    out.push_str(
        "<style>body{font:16px/1.4 Arial,sans-serif;color:#212b32;max-width:60em;margin:2em auto;padding:0 1em}\
         table{border-collapse:collapse;margin-bottom:1em}th,td{border-bottom:1px solid #768692;padding:.2em .6em;\
         text-align:left;vertical-align:top}.n{text-align:right}thead{display:table-header-group}\
         @media print{body{font-size:11px;margin:0;max-width:none}@page{size:A4;margin:15mm}}</style>\n</head>\n<body>\n<main>\n",
    );
    for block in blocks {
        match block {
            Block::Heading(level, words) => {
                let _ = writeln!(out, "<h{level}>{}</h{level}>", safe(words));
            }
            Block::Text(words) => {
                let _ = writeln!(out, "<p>{}</p>", safe(words));
            }
            Block::Table(columns, rows) => table(&mut out, columns, rows),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn table(out: &mut String, columns: &[(&'static str, bool)], rows: &[Vec<String>]) {
    let class = |number: bool| if number { " class=\"n\"" } else { "" };
    out.push_str("<table>\n<thead><tr>");
    for (name, number) in columns {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(*number), safe(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, (cell, (_, number))) in row.iter().zip(columns).enumerate() {
            let _ = match at {
                0 => write!(out, "<th scope=\"row\">{}</th>", safe(cell)),
                _ => write!(out, "<td{}>{}</td>", class(*number), safe(cell)),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn safe(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_file_never_become_markup() {
        let blocks = [
            Block::Heading(1, "A & <b>".into()),
            Block::Table(vec![("what", false), ("£", true)], vec![vec!["a|b".into(), "1".into()]]),
        ];
        assert_eq!(markdown(&blocks), "# A & \\<b\\>\n\n| what | £ |\n| --- | ---: |\n| a\\|b | 1 |\n\n");
        let page = html("A", &blocks);
        assert!(page.contains("<h1>A &amp; &lt;b&gt;</h1>"));
        assert!(page.contains("<th scope=\"row\">a|b</th><td class=\"n\">1</td>"));
    }
}
