//! A lesson as steps for a projector: which pieces stand together on one screen. Pure.
//!
//! A heading begins a step. Text goes on until a screen is full; a figure or a table stands beside
//! a short text or alone; a question always stands alone.

/// Letters of text that fill a screen, and those that fit beside a figure.
const SCREEN: usize = 620;
const BESIDE: usize = 460;

/// What a piece of a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Heading,
    /// Paragraphs, lists and notes.
    Text,
    /// Tables, drawings, code, live figures: what stands at the side.
    Figure,
    Question,
}

/// A piece and its length in letters.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub kind: Kind,
    pub letters: usize,
}

/// One screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index of the heading above it; `None` before the first one.
    pub heading: Option<usize>,
    /// Indices of the other pieces.
    pub pieces: Vec<usize>,
}

/// Every piece but the headings stands in one step, in order. A heading with nothing below it gets
/// a step of its own.
pub fn steps(pieces: &[Piece]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut open = Step { heading: None, pieces: Vec::new() };
    for (index, piece) in pieces.iter().enumerate() {
        if piece.kind == Kind::Heading {
            if !open.pieces.is_empty() || open.heading.is_some() {
                steps.push(open);
            }
            open = Step { heading: Some(index), pieces: Vec::new() };
        } else {
            if !open.pieces.is_empty() && !fits(pieces, &open.pieces, *piece) {
                let taken = taken_along(pieces, &mut open.pieces, *piece);
                let heading = open.heading;
                steps.push(open);
                open = Step { heading, pieces: taken };
            }
            open.pieces.push(index);
        }
    }
    if !open.pieces.is_empty() || open.heading.is_some() {
        steps.push(open);
    }
    steps
}

/// The paragraph that leads to a figure moves on to the figure's screen, if another one stays.
fn taken_along(pieces: &[Piece], on: &mut Vec<usize>, next: Piece) -> Vec<usize> {
    let leads = on.len() > 1
        && next.kind == Kind::Figure
        && on
            .last()
            .map(|last| pieces[*last])
            .is_some_and(|last| last.kind == Kind::Text && last.letters <= BESIDE);
    if leads { on.pop().into_iter().collect() } else { Vec::new() }
}

/// Whether another piece has room on the screen.
fn fits(pieces: &[Piece], on: &[usize], next: Piece) -> bool {
    let has = |kind| on.iter().any(|index| pieces[*index].kind == kind);
    let letters: usize = on
        .iter()
        .map(|index| pieces[*index])
        .filter(|piece| piece.kind == Kind::Text)
        .map(|piece| piece.letters)
        .sum();
    match next.kind {
        Kind::Heading | Kind::Question => false,
        _ if has(Kind::Question) => false,
        Kind::Figure => !has(Kind::Figure) && letters <= BESIDE,
        Kind::Text if has(Kind::Figure) => letters + next.letters <= BESIDE,
        Kind::Text => letters + next.letters <= SCREEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn piece(kind: Kind, letters: usize) -> Piece {
        Piece { kind, letters }
    }

    #[test]
    fn a_heading_begins_a_step_and_long_text_is_parted() {
        let lesson = [
            piece(Kind::Text, 300),
            piece(Kind::Heading, 10),
            piece(Kind::Text, 400),
            piece(Kind::Figure, 0),
            piece(Kind::Text, 400),
            piece(Kind::Question, 200),
            piece(Kind::Question, 200),
        ];
        let steps: Vec<_> =
            steps(&lesson).into_iter().map(|step| (step.heading, step.pieces)).collect();
        let expected = [
            (None, vec![0]),
            (Some(1), vec![2, 3]),
            (Some(1), vec![4]),
            (Some(1), vec![5]),
            (Some(1), vec![6]),
        ];
        assert_eq!(steps, expected);
    }

    #[test]
    fn the_paragraph_that_leads_to_a_figure_goes_with_it() {
        let lesson = [
            piece(Kind::Text, 300),
            piece(Kind::Text, 200),
            piece(Kind::Figure, 0),
            piece(Kind::Text, 200),
        ];
        let steps: Vec<_> = steps(&lesson).into_iter().map(|step| step.pieces).collect();
        assert_eq!(steps, [vec![0], vec![1, 2, 3]]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_shown_twice(
            kinds in proptest::collection::vec((0_usize..4, 0_usize..900), 0..40)
        ) {
            let all = [Kind::Heading, Kind::Text, Kind::Figure, Kind::Question];
            let lesson: Vec<Piece> =
                kinds.iter().map(|(kind, letters)| piece(all[*kind], *letters)).collect();
            let found = steps(&lesson);
            let shown: Vec<usize> = found.iter().flat_map(|step| step.pieces.clone()).collect();
            let wanted: Vec<usize> = (0..lesson.len())
                .filter(|index| lesson[*index].kind != Kind::Heading)
                .collect();
            prop_assert_eq!(shown, wanted);
            for step in &found {
                prop_assert!(!step.pieces.is_empty() || step.heading.is_some());
                let text: usize = step.pieces.iter()
                    .filter(|index| lesson[**index].kind == Kind::Text)
                    .map(|index| lesson[*index].letters).sum();
                prop_assert!(text <= SCREEN || step.pieces.len() == 1);
            }
        }
    }
}
