//! Persons stay out.

use super::*;

#[test]
fn personal_columns_are_dropped_and_named() {
    let text = "organisation,Surname,NI Number,ref,period,metric,numerator,denominator\nRJ6,Smith,QQ123456C,QQ123456C,2024-04,x,1,2\nRJ7,Jones,QQ123457C,QQ123457C,2024-04,x,1,2\nRJ8,Brown,QQ123458C,QQ123458A,2024-04,x,1,2\n";
    let (summary, kept) = auto(text).unwrap();
    assert_eq!(summary.dropped_personal, ["Surname", "NI Number", "ref"]);
    assert_eq!((summary.rows_accepted, summary.ignored_columns.len()), (3, 0));
    assert!(!format!("{:?}", kept.rows).contains("Smith"));
}

#[test]
fn a_file_of_patients_is_refused_whole() {
    // Made-up numbers whose check digit is right, counted by hand from the Data Dictionary's rule.
    let text = "organisation,id,period,metric,numerator,denominator\nRJ6,9434765919,2024-04,x,1,2\nRJ7,9434765870,2024-04,x,1,2\nRJ8,4010232137,2024-04,x,1,2\n";
    let fault = auto(text).err().unwrap();
    assert!(fault.what.contains("NHS numbers"), "{fault}");
}
