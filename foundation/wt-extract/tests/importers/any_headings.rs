//! Files with any headings in any order, and rows of persons.

use super::*;

const FILE: &str = "Sickness by ward,,,\nTrust Code,Ward,Month Ending,FTE Days Lost,FTE Days Available\nRJ6,Theatres,30-APR-2024,10,300\nRJ6,Maternity,30-APR-2024,20,400\nPrepared by the workforce team,,,,\n";

#[test]
fn columns_are_proposed_and_the_corrected_mapping_is_read() {
    let mut source = Source::open("f.csv", FILE.as_bytes(), &Limits::default()).unwrap();
    let head = source.head(0, 60).unwrap();
    let proposal = mapping::propose(&head, KindId::Template.spec()).unwrap();
    assert_eq!((proposal.header_row, proposal.missing.as_slice()), (2, &["metric"][..]));
    let text = proposal.mapping.to_string();
    assert_eq!(
        text,
        "organisation=Trust Code,unit=Ward,period=Month Ending,numerator=FTE Days Lost,denominator=FTE Days Available"
    );
    let mapping = Mapping::parse(KindId::Template, &format!("{text},metric='sickness-absence'")).unwrap();
    let how = How::Mapped(KindId::Template, &mapping);
    let (summary, kept) = read_bytes("f.csv", FILE.as_bytes(), how, &context()).unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (2, 0), "{:?}", kept.refusals);
    let row = kept.measures().next().unwrap();
    assert_eq!(
        (row.row, row.month, row.metric.as_ref().unwrap().as_str()),
        (3, m("2024-04"), "sickness-absence")
    );
    let again = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&again).unwrap(), mapping);
}

#[test]
fn a_mapping_that_does_not_fit_says_what_is_missing() {
    let mapping = Mapping::parse(
        KindId::Template,
        "organisation=Trust Code,period=Monat,metric='x',numerator=FTE Days Lost,denominator=FTE Days Available",
    )
    .unwrap();
    let fault = read_bytes("f.csv", FILE.as_bytes(), How::Mapped(KindId::Template, &mapping), &context())
        .err()
        .unwrap();
    assert!(fault.what.contains("'Monat' was not found"), "{fault}");
}

const POSTS: &str = "Assignment Number,Employee Name,Org,Ward,Month,FTE,Left\n20001,A Smith,RJ6,Theatres,2024-04,0.5,0\n20001-2,A Smith,RJ6,Theatres,2024-04,0.3,1\n20002,B Jones,RJ6,Theatres,2024-04,1,0\n20003,C Brown,RJ6,Maternity,2024-04,0.8,0\n";

#[test]
fn posts_of_one_person_count_one_head_and_add_up_their_fte() {
    let map = "organisation=Org,unit=Ward,period=Month,metric='mean-fte',numerator=FTE,denominator=heads(Assignment Number)";
    let mapping = Mapping::parse(KindId::Template, map).unwrap();
    let how = How::Mapped(KindId::Template, &mapping);
    let (summary, kept) = read_bytes("p.csv", POSTS.as_bytes(), how, &context()).unwrap();
    assert_eq!((summary.rows_read, summary.rows_refused), (4, 0));
    assert_eq!(summary.dropped_personal, ["Assignment Number", "Employee Name"]);
    let theatres = kept.measures().find(|m| m.unit.as_ref().unwrap().as_str() == "Theatres").unwrap();
    assert_eq!(
        (figure(theatres, "numerator"), figure(theatres, "denominator")),
        (Some(q("1.8")), Some(q("2")))
    );
    let said = serde_json::to_string(&summary).unwrap();
    let mut lines = String::new();
    kept.rows.iter().for_each(|row| codec::encode(row, &mut lines));
    for person in ["Smith", "20001", "Jones"] {
        assert!(!said.contains(person) && !lines.contains(person), "{person}");
    }
}

#[test]
fn rows_of_posts_are_proposed_to_be_added_up() {
    let mut source = Source::open("p.csv", POSTS.as_bytes(), &Limits::default()).unwrap();
    let proposal = mapping::propose(&source.head(0, 60).unwrap(), KindId::Template.spec()).unwrap();
    assert!(proposal.mapping.to_string().contains("assignment=Assignment Number"), "{}", proposal.mapping);
    assert!(!proposal.headings.iter().any(|h| h.contains("Name")), "{:?}", proposal.headings);
}

#[test]
fn a_name_is_not_taken_for_a_unit() {
    let map = "organisation=Org,unit=Employee Name,period=Month,metric='x',numerator=FTE,denominator=FTE";
    let mapping = Mapping::parse(KindId::Template, map).unwrap();
    let how = How::Mapped(KindId::Template, &mapping);
    let fault = read_bytes("p.csv", POSTS.as_bytes(), how, &context()).err().unwrap();
    assert!(fault.what.contains("about persons"), "{fault}");
}
