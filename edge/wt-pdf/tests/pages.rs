//! Long documents run over pages, and whatever is written in them.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_pdf::{Block, Document, pdf};

fn written(blocks: Vec<Block>) -> Vec<u8> {
    pdf(&Document { title: "Board pack".into(), day: (2026, 11, 23), blocks }).unwrap()
}

/// How often words stand in a document, in its compressed parts too.
fn count(bytes: &[u8], words: &str) -> usize {
    let found = |part: &[u8]| part.windows(words.len()).filter(|window| *window == words.as_bytes()).count();
    let starts =
        bytes.windows(7).enumerate().filter(|(_, window)| *window == b"stream\n").map(|(at, _)| at + 7);
    let parts = starts.filter_map(|at| miniz_oxide::inflate::decompress_to_vec_zlib(&bytes[at..]).ok());
    found(bytes) + parts.map(|part| found(&part)).sum::<usize>()
}

#[test]
fn what_a_screen_reader_needs_is_there() {
    let bytes = written(vec![
        Block::Heading(1, "All".into()),
        Block::Heading(2, "Part".into()),
        Block::Paragraph("Words.".into()),
        Block::List(vec!["One".into(), "Two".into()]),
        Block::Table {
            caption: "Table".into(),
            headings: vec!["A".into(), "B".into()],
            rows: vec![vec!["a".into(), "b".into()]],
        },
    ]);
    for words in [
        "/StructTreeRoot",
        "/Lang(en-GB)",
        "/DisplayDocTitle true",
        "pdfuaid",
        "/Caption",
        "/THead",
        "/Scope/Row",
    ] {
        assert!(count(&bytes, words) > 0, "{words}");
    }
    assert_eq!(["/S/H1", "/S/H2", "/S/LI", "/S/TD"].map(|tag| count(&bytes, tag)), [1, 1, 2, 1]);
}

#[test]
fn a_figure_is_drawn_and_said_in_words() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200" font-family="Arial, sans-serif"><rect x="5" y="5" width="300" height="20" fill="#005eb8"/><line x1="0" y1="50" x2="99" y2="50" stroke="#212b32" stroke-dasharray="4 2"/><text x="5" y="90">Gap £5</text></svg>"##;
    let figure = |svg: &str| Block::Figure { svg: svg.into(), alt: "The gap is five pounds".into() };
    let bytes = written(vec![Block::Heading(1, "All".into()), figure(svg)]);
    assert_eq!([count(&bytes, "/S/Figure"), count(&bytes, "/Alt")], [1, 1]);
    let why = pdf(&Document { title: "x".into(), day: (2026, 1, 1), blocks: vec![figure("no drawing")] });
    assert_eq!(why.unwrap_err().to_string(), "a figure can't be read as SVG: The gap is five pounds");
}

#[test]
fn a_long_table_runs_over_pages_with_its_headings() {
    let row = |n: usize| vec![format!("L{n}"), "words ".repeat(n % 40), format!("£{n},000")];
    let bytes = written(vec![
        Block::Heading(1, "All".into()),
        Block::Table {
            caption: "Lines".into(),
            headings: vec!["Line".into(), "What".into(), "Pounds".into()],
            rows: (0..300).map(row).collect(),
        },
    ]);
    // Headings that repeat are no part of what is read out.
    assert_eq!((count(&bytes, "/S/TR"), count(&bytes, "/Scope/Column")), (301, 3));
    assert!(
        count(&bytes, "/Type /Page\n") + count(&bytes, "/Type /Page ") > 5 || count(&bytes, "/MediaBox") > 5
    );
}

#[test]
fn any_words_can_be_written() {
    let odd = ["", " ", "日本語 עברית \u{1f600}", &"unbroken".repeat(60), "\u{0} \u{ad} − £ “ ”", "a\nb\tc"];
    let mut blocks = vec![Block::Heading(1, "Odd".into())];
    for words in odd {
        blocks.push(Block::Heading(3, words.into()));
        blocks.push(Block::Paragraph(words.into()));
        blocks.push(Block::List(vec![words.into(), String::new()]));
        blocks.push(Block::Table {
            caption: words.into(),
            headings: vec![words.into(); 12],
            rows: vec![vec![words.into(); 12], vec![words.into(); 3], Vec::new()],
        });
    }
    blocks.push(Block::List(Vec::new()));
    assert!(written(blocks).starts_with(b"%PDF"));
    assert!(written(vec![Block::Heading(1, "Nothing".into())]).starts_with(b"%PDF"));
}
