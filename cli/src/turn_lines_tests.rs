use super::*;

fn lines(text: &str) -> TurnLines<&[u8]> {
    TurnLines::new(text.as_bytes(), Path::new("-"))
}

#[test]
fn a_thousand_make_a_batch_and_empty_lines_do_not_count() {
    let text = "{}\n\n".repeat(1001);
    let mut lines = lines(&text);
    let sizes: Vec<usize> =
        std::iter::from_fn(|| lines.batch().ok().flatten().map(|batch| batch.turns.len())).collect();
    assert_eq!(sizes, [1000, 1]);
}

#[test]
fn a_bad_line_is_named_by_its_number_in_the_input() {
    for bad in ["7", "{", "{\"a\":}", "[1]"] {
        let Err(Bad::Line(line, first, _)) = lines(&format!("{{}}\n\n{bad}\n{{}}\n")).batch() else {
            panic!("{bad} was taken for a turn");
        };
        assert_eq!((line, first), (3, 1));
    }
}

#[test]
fn the_last_line_needs_no_line_end_and_a_byte_order_mark_is_no_part_of_the_first() {
    let batch = lines("\u{feff}{}\r\n{}").batch().ok().flatten().unwrap();
    assert_eq!(batch.turns.len(), 2);
}
