//! Roster files: good ones to begin from, and everything that reads them.
//!
//! A problem of several files is one sample, each file after a line `@@ name`, so that mutations reach across files.

use wt_roster::check::judge;
use wt_roster::formats::{curtois, folder, inrc1, inrc2, roster_xml, rows};
use wt_roster::{Problem, Roster, contradictions};

/// What a sample's name begins with if it is about rosters.
pub(super) const PREFIX: &str = "roster-";

/// People × days × duties up to which a problem that was read is also judged: the judge is not what is fuzzed.
const SMALL: usize = 20_000;

/// Small problems and rosters in every format.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "roster-curtois.txt",
        "SECTION_HORIZON\n7\n\nSECTION_SHIFTS\nE,480,\nL,480,E\n\nSECTION_STAFF\nA,E=7|L=3,2400,0,3,1,1,1\nB,E=7,2400,0,3,1,1,1\n\n\
         SECTION_DAYS_OFF\nA,3\n\nSECTION_SHIFT_ON_REQUESTS\nB,2,E,2\n\nSECTION_SHIFT_OFF_REQUESTS\nA,1,L,1\n\nSECTION_COVER\n\
         0,E,1,100,1\n1,L,1,100,1\n",
    ),
    (
        "roster-inrc1.txt",
        "SCHEDULING_PERIOD;\nsmall, 2010-01-04, 2010-01-10;\nSKILLS = 1;\nNurse;\nSHIFT_TYPES = 1;\nD, Day, 08:30:00, 16:30:00, 1, Nurse;\n\
         CONTRACTS = 1;\n0, full, (1|1), (1|1|5), (1|1|2), (1|1|5), (1|1|2), (0|0|0), (0|0|0), (0|0|0), (1|1|2), (0|0|0), SaturdaySunday, (1|1), (0|0), (1|1), (0|0), (0|0), 1, 0;\n\
         PATTERNS = 1;\n0, 1, 2 (D|Any) (None|Any);\nEMPLOYEES = 2;\n0, 0, 0, 1, Nurse;\n1, 1, 0, 1, Nurse;\nDAY_OF_WEEK_COVER = 1;\nMonday, D, 1;\n\
         DATE_SPECIFIC_COVER = 0;\nDAY_OFF_REQUESTS = 1;\n1, 2010-01-04, 1;\nDAY_ON_REQUESTS = 0;\nSHIFT_OFF_REQUESTS = 0;\nSHIFT_ON_REQUESTS = 0;\n",
    ),
    (
        "roster-inrc2.txt",
        "@@ scenario\nSCENARIO = n002w1\n\nWEEKS = 1\n\nSKILLS = 1\nNurse\n\nSHIFT_TYPES = 2\nDay (1,5)\nNight (2,3)\n\n\
         FORBIDDEN_SHIFT_TYPES_SUCCESSIONS\nDay 0\nNight 1 Day\n\nCONTRACTS = 1\nFull (0,7) (1,5) (1,7) 1 0\n\nNURSES = 2\nA Full 1 Nurse\nB Full 1 Nurse\n\
         @@ history\nHISTORY\n0 n002w1\n\nNURSE_HISTORY\nA 0 0 None 0 0 1\nB 2 1 Night 1 2 0\n\
         @@ week\nWEEK_DATA\nn002w1\n\nREQUIREMENTS\nDay Nurse (1,1) (1,1) (1,1) (1,1) (1,1) (1,1) (1,1)\nNight Nurse (0,1) (0,1) (0,1) (0,1) (0,1) (0,1) (0,1)\n\n\
         SHIFT_OFF_REQUESTS = 1\nA Any Tue\n@@ solution\nSOLUTION\n0 n002w1\n\nASSIGNMENTS = 2\nA Mon Day Nurse\nB Tue Night Nurse\n",
    ),
    (
        "roster-folder.txt",
        "@@ ward.csv\ndays,first_weekday,name\n7,Mon,small\n@@ shifts.csv\nshift,minutes,skill,start\nD,480,Nurse,07:30\nN,600,Nurse,21:00\n\
         @@ rules.csv\nrule,kind,name,duties,days,from,until,min,min_weight,max,max_weight,weight,already,options\n\
         rest,succession,rest,N>D=hard|N>off=3,,,,,,,,,,\nruns,run,days in a row,any,,,,2,5,5,hard,,,open-start\n\
         week,tally,minutes,D=480|N=600,,0,7,0,hard,2400,hard,,,\nnights,pattern,lone night,off>N>off,Mon|Fri,,,,,,,4,,\n\
         ends,weekend-count,weekends,,Sat|Sun,,,,,1,hard,,2,\nrow,weekend-run,weekends in a row,,Sat|Sun,,,,,2,5,,,open-end\n\
         shape,weekend-shape,whole weekends,0|1|1|0,Sat|Sun,,,,,,,7,,\nsame,weekend-kind,same shift,D=1|N=2,Sat|Sun,,,,,,,7,,whole-only\n\
         @@ people.csv\nperson,cannot,rules,contract\nAnn,,rest|runs|week|nights|ends,full\nBob,N,rest|row|shape|same,half\n\
         @@ cover.csv\nday,duties,min,min_weight,max,max_weight\n0,D,1,hard,,\n0,D|N,2,10,3,1\n\
         @@ requests.csv\nperson,day,duties,wanted,weight\nAnn,1,N,yes,hard\nBob,2,off,yes,5\n@@ history.csv\nperson,done\nAnn,off=2|N/Nurse=1\n",
    ),
    (
        "roster-solution.txt",
        "@@ rows\nemployee,day,shift\nA,0,E\nB,1,L\n@@ xml\n<Roster>\n<Employee ID=\"A\">\n<Assign><Day>0</Day><Shift>E</Shift></Assign></Employee></Roster>\n\
         @@ first\n<Solution>\n<Assignment><Date>2010-01-05</Date><Employee>0</Employee><ShiftType>D</ShiftType></Assignment>\n</Solution>\n",
    ),
];

/// Reads the sample as every format, and what came of it onwards; says in words what came of it. A panic is the finding.
pub(super) fn throw(text: &str) -> String {
    let parts: Vec<(&str, &str)> = text
        .split("@@ ")
        .skip(1)
        .filter_map(|part| part.split_once('\n'))
        .map(|(name, rest)| (name.trim(), rest))
        .collect();
    let part = |name: &str| parts.iter().find(|(known, _)| *known == name).map_or("", |(_, rest)| *rest);
    let weeks = [part("week")];
    let read = [
        curtois::read("fuzz", text).map_err(|e| e.to_string()),
        inrc1::read(text).map_err(|e| e.to_string()),
        inrc2::read(part("scenario"), part("history"), &weeks).map_err(|e| e.to_string()),
        folder::read(&parts).map_err(|e| e.to_string()),
    ];
    let mut words = Vec::new();
    for (problem, format) in read.iter().zip(["curtois", "inrc1", "inrc2", "folder"]) {
        words.push(match problem {
            Ok(problem) => format!("{format}: {}", onwards(problem, &parts, text)),
            Err(why) => format!("{format} refused: {why}"),
        });
    }
    // Rosters for a problem that was made here.
    if let Ok(made) = curtois::read("made", TEXTS[0].1) {
        words.push(onwards(&made, &parts, text));
    }
    words.join("; ")
}

fn onwards(problem: &Problem, parts: &[(&str, &str)], text: &str) -> String {
    let part = |name: &str| parts.iter().find(|(known, _)| *known == name).map_or(text, |(_, rest)| *rest);
    let start = jiff::civil::date(2010, 1, 4);
    let rosters: Vec<Roster> = [
        rows::read(problem, part("rows")).ok(),
        roster_xml::read(problem, part("xml")).ok(),
        inrc1::read_solution(problem, part("first"), start).ok(),
        inrc2::read_solution(problem, &[part("solution")]).ok(),
        Some(Roster::empty(problem)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if problem.people.len() * problem.days * problem.symbols() > SMALL {
        return "read, and large".to_owned();
    }
    let found = contradictions(problem).len();
    let penalties: Vec<u64> = rosters.iter().map(|roster| judge(problem, roster).penalty).collect();
    if let Ok(files) = folder::write(problem) {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let _ = folder::read(&files);
    }
    format!("read, {found} contradictions, {penalties:?}")
}
