//! Runs of spaces inside lines, and whether they set columns.

/// Two or more blanks within a line.
#[derive(Debug)]
pub(super) struct Run {
    pub start: usize,
    pub end: usize,
    /// Whether it must stay whatever its line is like.
    pub kept: bool,
}

/// A line with runs in it.
struct Line {
    number: usize,
    /// Where in `Runs::runs` its runs begin and end.
    runs: (usize, usize),
    /// The columns, in characters, where gaps and the words after them end. Not those that only
    /// part sentences.
    gaps: Vec<usize>,
    words: Vec<usize>,
    /// Whether its runs stay.
    kept: bool,
}

/// Collects the runs of a text, in order, and decides on them line by line, as what is in columns
/// shows only in the neighbouring lines.
pub(super) struct Runs<'t> {
    text: &'t str,
    newlines: &'t [usize],
    runs: Vec<Run>,
    lines: Vec<Line>,
    /// The line that the last run was in.
    number: usize,
    /// How far the columns of that line are counted, and the count.
    counted: (usize, usize),
}

impl<'t> Runs<'t> {
    pub fn new(text: &'t str, newlines: &'t [usize]) -> Self {
        Self { text, newlines, runs: Vec::new(), lines: Vec::new(), number: 0, counted: (0, 0) }
    }

    pub fn add(&mut self, run: Run) {
        while self.newlines.get(self.number).is_some_and(|&newline| newline < run.start) {
            self.number += 1;
        }
        if self.lines.last().is_none_or(|line| line.number != self.number) {
            self.open_line();
        }
        let gap = self.column(run.end);
        let word = self.text[run.end..].find([' ', '\t', '\n']).map_or(self.text.len(), |i| run.end + i);
        let word = self.column(word);
        let ends_sentence = |c: char| matches!(c, '.' | '!' | '?' | ':' | '"' | '\'' | ')' | '”' | '’' | '…');
        let sentence = run.end - run.start == 2 && self.text[..run.start].ends_with(ends_sentence);
        let at = self.runs.len();
        if let Some(line) = self.lines.last_mut() {
            line.kept |= run.kept;
            line.runs.1 = at + 1;
            if !sentence {
                line.gaps.push(gap);
                line.words.push(word);
            }
        }
        self.runs.push(run);
    }

    fn open_line(&mut self) {
        let start = if self.number == 0 { 0 } else { self.newlines[self.number - 1] + 1 };
        let end = self.newlines.get(self.number).map_or(self.text.len(), |&newline| newline);
        let line = &self.text[start..end];
        // The first word of "7  m = 0" is the number of a line of code.
        let number = line.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = number > 0 && line[number..].starts_with("  ");
        let kept = numbered
            || line.starts_with("    ")
            || line.starts_with('|')
            || line.contains(is_box)
            || line.trim_end_matches([' ', '\t']).contains('\t');
        let at = self.runs.len();
        self.counted = (start, 0);
        self.lines.push(Line {
            number: self.number,
            runs: (at, at),
            gaps: Vec::new(),
            words: Vec::new(),
            kept,
        });
    }

    /// The column of `at`, which is not before the one asked for last, in the line of the last run.
    fn column(&mut self, at: usize) -> usize {
        let (from, column) = self.counted;
        let column = column + self.text[from..at].chars().count();
        self.counted = (at, column);
        column
    }

    /// Keeps line `next` if it stands beside `row`, which is kept, and both have a wide gap.
    fn join_table(&mut self, row: usize, next: usize) {
        let wide = |line: &Line| {
            let (first, last) = line.runs;
            self.runs[first..last].iter().any(|run| run.end - run.start >= 3)
        };
        let (a, b) = (&self.lines[row], &self.lines[next]);
        if a.kept && !b.kept && a.number.abs_diff(b.number) == 1 && wide(a) && wide(b) {
            self.lines[next].kept = true;
        }
    }

    /// The runs that part nothing but words, and whether others were kept for the columns that they
    /// set, which move with what is set in another style before them.
    pub fn decide(mut self) -> (impl Iterator<Item = Run>, bool) {
        let by_themselves = self.lines.iter().filter(|line| line.kept).count();
        for i in 0..self.lines.len() {
            let (first, last) = self.lines[i].runs;
            let wide = self.runs[first..last].iter().filter(|run| run.end - run.start >= 3).count();
            self.lines[i].kept |= wide >= 2;
            if i > 0 && self.lines[i - 1].number + 1 == self.lines[i].number {
                let (a, b) = (&self.lines[i - 1], &self.lines[i]);
                if share(&a.gaps, &b.gaps) || share(&a.words, &b.words) {
                    self.lines[i - 1].kept = true;
                    self.lines[i].kept = true;
                }
            }
        }
        // A row whose one gap is in no other's column still stands among the rows of its table.
        for i in 1..self.lines.len() {
            self.join_table(i - 1, i);
        }
        for i in (1..self.lines.len()).rev() {
            self.join_table(i, i - 1);
        }
        let mut kept = Vec::with_capacity(self.runs.len());
        for line in &self.lines {
            kept.resize(line.runs.1, line.kept);
        }
        let are_kept = self.lines.iter().filter(|line| line.kept).count() > by_themselves;
        (self.runs.into_iter().zip(kept).filter(|(_, kept)| !kept).map(|(run, _)| run), are_kept)
    }
}

/// Whether `c` draws the frame of a table, or the branches of a tree.
fn is_box(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257F}')
}

/// Whether two sorted lists have a number in common.
fn share(a: &[usize], b: &[usize]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}
