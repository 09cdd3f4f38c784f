//! Accepted rows as lines of text, and noise.

use super::*;
use proptest::prelude::*;

fn any_row() -> impl Strategy<Value = Accepted> {
    let name = proptest::option::of("[A-Za-z&\\\\' ]{0,20}[A-Za-z\\\\]");
    let code = "[A-Z0-9]{2,12}".prop_map(|c| c.parse::<OdsCode>().unwrap());
    let month = (1990_i16..2100, 1_u8..=12).prop_map(|(y, n)| Month::new(y, n).unwrap());
    let figures = proptest::collection::vec((0..20_usize, any::<i64>()), 0..4);
    let measure = (any::<u32>(), code.clone(), name.clone(), name.clone(), month.clone(), figures).prop_map(
        |(row, org, unit, group, month, figures)| {
            Accepted::Measure(MeasureRow {
                row,
                org,
                unit: unit.map(|u| u.parse().unwrap()),
                staff_group: group.map(|g| g.parse().unwrap()),
                month,
                metric: Some("a-metric".parse().unwrap()),
                fields: figures
                    .into_iter()
                    .map(|(i, n)| (wt_extract::kinds::FIELDS[i], Quantity::from_millionths(n)))
                    .collect(),
            })
        },
    );
    let text = proptest::option::of("[^\u{0}]{1,20}");
    let org = (any::<u32>(), code.clone(), text.clone(), text, month.clone()).prop_map(
        |(row, code, name, region, month)| {
            Accepted::Org(OrgRow {
                row,
                code: Some(code),
                name,
                region,
                month: Some(month),
                org_type: Some(OrgType::Acute),
                closed: Some(Date::constant(2024, 2, 29)),
                ..OrgRow::default()
            })
        },
    );
    let successor = (any::<u32>(), code.clone(), code, month, "[^\u{0}]{0,20}").prop_map(
        |(row, code, successor, from, note)| {
            Accepted::Successor(wt_extract::SuccessorRow { row, code, successor, from, note })
        },
    );
    prop_oneof![measure, org, successor]
}

proptest! {
    #[test]
    fn rows_come_back_as_they_went(rows in proptest::collection::vec(any_row(), 0..20)) {
        let mut block = String::new();
        rows.iter().for_each(|row| codec::encode(row, &mut block));
        prop_assert_eq!(block.matches('\n').count(), rows.len());
        let mut back = Vec::new();
        let unreadable = codec::Decoder::default().block(&block, &mut |row| back.push(row));
        prop_assert_eq!((unreadable, back), (0, rows));
    }

    #[test]
    fn any_text_is_refused_or_read_but_never_a_panic(text in "\\PC{0,200}") {
        let _ = codec::decode(&text);
        let _ = Mapping::parse(KindId::Template, &text);
        let _ = auto(&format!("organisation,period,metric,numerator,denominator\n{text}\n"));
        let _ = auto(&format!("DATE,ORG_CODE,FTE_DAYS_LOST,FTE_DAYS_AVAILABLE\n{text},{text},{text},{text}\n"));
    }
}
