//! The permission table, whole: against `spec/permissions.csv`, which says it a second time, and against rules.

use std::collections::BTreeSet;

use super::*;

const SPEC: &str = include_str!("../../../../spec/permissions.csv");

fn orgs() -> (OdsCode, OdsCode) {
    ("RJ6".parse().unwrap(), "RAS".parse().unwrap())
}

/// Every role, object, action and place.
fn every() -> impl Iterator<Item = (Role, Object, Action, Place)> {
    Role::ALL.iter().flat_map(|r| {
        Object::ALL.iter().flat_map(move |o| {
            Action::ALL.iter().flat_map(move |a| Place::ALL.iter().map(move |p| (*r, *o, *a, *p)))
        })
    })
}

#[test]
fn the_table_is_what_the_specification_says() {
    let said: BTreeSet<String> = SPEC.lines().skip(1).flat_map(cells).collect();
    let (mut tried, mut wrong) = (0_u32, Vec::new());
    for (role, object, action, place) in every() {
        let cell = format!("{}|{}|{}|{}", role.word(), object.words(), action.words(), place.words());
        tried += 1;
        if allowed(role, object, action, place) != said.contains(&cell) {
            wrong.push(cell);
        }
    }
    println!("{tried} combinations of role, object, action and place tried; {} allowed", said.len());
    assert!(wrong.is_empty(), "{} differ: {wrong:#?}", wrong.len());
}

/// `viewer,figures of an organisation,see,see,` as the cells that it allows.
fn cells(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split(',').collect();
    let places = parts[2..].iter().zip(Place::ALL);
    let cell = |action: &str, place: &Place| format!("{}|{}|{action}|{}", parts[0], parts[1], place.words());
    places
        .flat_map(|(actions, place)| {
            actions.split(';').filter(|a| !a.is_empty()).map(|a| cell(a, place)).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_person_is_held_to_the_table_wherever_a_role_is_held() {
    let (mine, theirs) = orgs();
    let mut tried = 0_u32;
    for (role, object, action, _) in every() {
        let person = Person::member("member-1", "Ada", vec![Membership::at(role, mine)]);
        let shared = Whose::org(&theirs).shared(RecordSharing::Region);
        for (whose, place) in
            [(Whose::org(&mine), Place::Own), (Whose::org(&theirs), Place::Other), (shared, Place::Shared)]
        {
            tried += 1;
            let may = person.can(object, action, &whose).is_ok();
            assert_eq!(may, allowed(role, object, action, place), "{role:?} {object:?} {action:?} {place:?}");
        }
        let whole = person.viewer(object, action).is_ok();
        let anywhere =
            allowed(role, object, action, Place::Own) || allowed(role, object, action, Place::Other);
        assert_eq!(whole, anywhere && object != Object::Settings, "{role:?} {object:?} {action:?}");
        assert!(Person::nobody().viewer(object, action).is_err());
        assert!(Person::local("you").can(object, action, &Whose::org(&theirs)).is_ok());
    }
    println!("{tried} questions of people asked");
}

#[test]
fn rules_that_the_table_must_keep() {
    for (role, object, action, place) in every().filter(|(r, o, a, p)| allowed(*r, *o, *a, *p)) {
        let cell = format!("{role:?} {object:?} {action:?} {place:?}");
        let own = place == Place::Own;
        match object {
            Object::NamedRows | Object::Rosters | Object::OwnDuties | Object::ExceptionReports => {
                assert!(own, "rows that name staff never leave their employer: {cell}");
                assert!(role != Role::RegionProgramme, "the region sees organisations, not people: {cell}");
            }
            Object::Bookings => assert_eq!(role, Role::RatesAnalyst, "only the neutral analyst: {cell}"),
            _ => assert!(place != Place::Other, "what is not shared stays with its owner: {cell}"),
        }
        if object == Object::ExceptionReports {
            let sees = matches!(role, Role::MedicalHr | Role::MedicalEducation | Role::Guardian);
            assert!(sees || (role, action) == (Role::StaffMember, Action::Write), "{cell}");
        }
        if matches!(role, Role::Administrator | Role::StoreRunner) {
            let keys = [Object::People, Object::Settings, Object::AuditLog];
            assert!(keys.contains(&object), "who manages people has no right to content: {cell}");
        }
        match action {
            Action::Adopt => assert_eq!(role, Role::AccountableDirector, "{cell}"),
            Action::Verify => assert_eq!(role, Role::FinanceVerifier, "{cell}"),
            Action::ApproveFinally => assert_eq!(role, Role::SecondApprover, "{cell}"),
            Action::Manage if object == Object::People => {
                assert!(matches!(role, Role::Administrator | Role::StoreRunner), "{cell}");
            }
            _ => {}
        }
        if object == Object::AuditLog {
            assert!(matches!(action, Action::See | Action::Export), "nobody writes the log: {cell}");
        }
    }
    for two in [
        (Object::Rosters, Action::Approve, Action::ApproveFinally),
        (Object::Rosters, Action::Write, Action::ApproveFinally),
        (Object::Benefits, Action::Write, Action::Verify),
    ] {
        let both =
            |r: &&Role| allowed(**r, two.0, two.1, Place::Own) && allowed(**r, two.0, two.2, Place::Own);
        assert_eq!(Role::ALL.iter().find(both), None, "two pairs of eyes: {two:?}");
    }
}

#[test]
fn a_scope_is_where_the_right_is_held_and_no_further() {
    let (mine, theirs) = orgs();
    let roles = vec![Membership::at(Role::Analyst, mine), Membership::at(Role::Viewer, theirs)];
    let person = Person::member("member-1", "Ada", roles);
    assert_eq!(person.may(Right::See).unwrap().orgs, OrgScope::Only(vec![mine, theirs]));
    assert_eq!(person.may(Right::Load).unwrap().orgs, OrgScope::Only(vec![mine]));
    assert!(!person.may(Right::See).unwrap().region && !person.may(Right::See).unwrap().may_run);
    assert!(matches!(person.may(Right::Run), Err(EngineError::Denied(_))));
    let runs = Person::member("member-2", "Bob", vec![Membership::region(Role::StoreRunner)]);
    assert!(runs.may(Right::Run).unwrap().may_run && runs.may(Right::See).is_err());
    assert!(runs.may(Right::Audit).unwrap().region);
    let neutral = Person::member("member-3", "Cy", vec![Membership::region(Role::RatesAnalyst)]);
    assert_eq!(neutral.viewer(Object::Bookings, Action::See).unwrap().orgs, OrgScope::All);
    assert_eq!(neutral.may(Right::See).unwrap().orgs, OrgScope::Only(Vec::new()));
    let keys: BTreeSet<String> = [&person, &runs, &neutral, &Person::local("x")].map(Person::sees).into();
    assert_eq!(keys.len(), 4, "{keys:?}");
}

#[test]
fn a_unit_and_a_network_are_places_of_their_own() {
    let (mine, _) = orgs();
    let ward = Reach::Org { org: mine, unit: Some("Ward 4".to_owned()) };
    let manager =
        Person::member("member-1", "Ada", vec![Membership { role: Role::UnitManager, reach: ward }]);
    let unit = |unit| Whose { unit, ..Whose::org(&mine) };
    assert!(manager.can(Object::Rosters, Action::Write, &unit(Some("Ward 4"))).is_ok());
    assert!(manager.can(Object::Rosters, Action::Write, &unit(Some("Ward 5"))).is_err());
    assert!(manager.can(Object::NamedRows, Action::See, &unit(None)).is_err(), "not the whole organisation");
    let chair = Person::member("member-2", "Bob", vec![Membership::network(Role::NetworkChair, "rostering")]);
    let of = |slug| Whose::region().network(slug).shared(RecordSharing::Network);
    assert!(chair.can(Object::Standards, Action::Publish, &of("rostering")).is_ok());
    assert!(chair.can(Object::Standards, Action::Publish, &of("banks")).is_err());
    assert!(chair.can(Object::Standards, Action::See, &of("banks")).is_err(), "shared with its members");
}

#[test]
fn a_token_never_does_more_than_its_owner_nor_than_it_was_made_for() {
    let (mine, theirs) = orgs();
    let mut tried = 0_u32;
    for scope in Scope::ALL {
        for (role, object, action, _) in every() {
            let owner = Person::member("member-1", "Ada", vec![Membership::at(role, mine)]);
            let program = owner.clone().within(vec![*scope]);
            for whose in [Whose::org(&mine), Whose::org(&theirs).shared(RecordSharing::Region)] {
                tried += 1;
                let may = owner.can(object, action, &whose).is_ok() && scope.covers(object, action);
                assert_eq!(
                    program.can(object, action, &whose).is_ok(),
                    may,
                    "{scope:?} {role:?} {object:?} {action:?}"
                );
            }
            let may = owner.viewer(object, action).is_ok() && scope.covers(object, action);
            assert_eq!(
                program.viewer(object, action).is_ok(),
                may,
                "{scope:?} {role:?} {object:?} {action:?}"
            );
        }
        let keys = [Object::People, Object::Settings, Object::Networks];
        assert!(keys.iter().all(|o| !scope.covers(*o, Action::Manage)), "{scope:?}");
        let runs = Person::local("you").within(vec![*scope]);
        assert!(runs.may(Right::Run).is_err() && runs.may(Right::ActAs).is_err());
        assert!(!runs.viewer(Object::Aggregates, Action::See).is_ok_and(|v| v.may_run));
    }
    println!("{tried} combinations of scope, role, object, action and place tried");
}

#[test]
fn roles_are_read_as_they_are_written() {
    for text in ["analyst@RJ6", "unit-manager@RJ6/Ward 4", "network-chair@network:rostering", "run-the-store"]
    {
        assert_eq!(text.parse::<Membership>().unwrap().to_string(), text);
    }
    for bad in ["", "king", "analyst@", "analyst@?", "viewer@network:", "viewer@network:A b"] {
        assert!(bad.parse::<Membership>().is_err(), "{bad}");
    }
}

#[test]
fn rights_are_asked_for_one_by_one() {
    let reader = Person::of("reader", vec!["RJ6".parse().unwrap()], vec![Right::See]);
    assert!(!reader.may(Right::See).unwrap().may_load);
    assert!(matches!(reader.may(Right::Load), Err(EngineError::Denied(_))));
    assert!(Person::local("you").may(Right::Run).unwrap().may_run);
    assert_ne!(reader.sees(), Person::local("you").sees());
}
