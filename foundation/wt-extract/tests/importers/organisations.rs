//! Organisation tables, successors and peers.

use super::*;

#[test]
fn trap_etr_has_no_header_row_and_its_first_trust_is_not_lost() {
    for (file, first, n) in [("etr_2021", "R0A", 0), ("etr_2025", "G6V2S", 1)] {
        for path in files("org_reference", file) {
            let (summary, kept) = read_file(&path);
            assert_eq!((summary.kind, summary.rows_refused), (KindId::Organisations, 0), "{file}");
            assert_eq!(kept.orgs().next().unwrap().code.unwrap().as_str(), first);
            assert_eq!(
                summary.rows_accepted as usize,
                std::fs::read_to_string(&path).unwrap().lines().count()
            );
            let opened = if n == 1 { Date::constant(2024, 11, 1) } else { Date::constant(2017, 10, 1) };
            assert_eq!(kept.org(first).opened, Some(opened));
            assert_eq!(kept.org("R0A").region_code.as_deref(), Some("Y62"));
        }
    }
}

#[test]
fn tables_with_headings_import() {
    for path in files("org_reference", "dim_organisation") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::Organisations, 0));
        let org = kept.org("R0A");
        assert_eq!(org.name.as_deref(), Some("Manchester University NHS Foundation Trust"));
        assert_eq!((org.org_type, org.region.as_deref()), (Some(OrgType::Acute), Some("North West")));
    }
    for path in files("org_reference", "nhp_providers") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::Organisations, 0));
        assert_eq!(kept.org("RCF").name.as_deref(), Some("Airedale NHS Foundation Trust"));
    }
}

#[test]
fn successors_and_peers_import() {
    for path in files("org_reference", "successors_2024_25") {
        let (summary, kept) = read_file(&path);
        assert_eq!(
            (summary.kind, summary.rows_refused, summary.rows_accepted > 3),
            (KindId::Successors, 0, true)
        );
        let Accepted::Successor(first) = &kept.rows[0] else { panic!("{:?}", kept.rows[0]) };
        assert_eq!(
            (first.code.as_str(), first.successor.as_str(), first.from),
            ("RRP", "G6V2S", m("2024-11"))
        );
    }
    for path in files("org_reference", "all_org_changes") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::Successors, 0));
        let found = kept.rows.iter().any(|row| matches!(row, Accepted::Successor(s) if s.code.as_str() == "RBB" && s.successor.as_str() == "RD1" && s.from == m("2015-02")));
        assert!(found);
    }
    for path in files("org_reference", "nhp_peers") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused, summary.rows_accepted), (KindId::Peers, 0, 2224));
        let Accepted::Peer(first) = &kept.rows[0] else { panic!("{:?}", kept.rows[0]) };
        assert_eq!((first.set.as_str(), first.org, first.peer), ("nhp", first.peer, first.org));
    }
}

#[test]
fn an_organisation_does_not_succeed_itself() {
    let (summary, _) = auto("code,successor,from_month,note,status\nRRP,RRP,2024-11,,\n").unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (0, 1));
}
