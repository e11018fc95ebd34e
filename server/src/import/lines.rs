//! Lines: on which line of the file a row begins. The CSV reader counts its own way around empty
//! lines and Windows line ends, and a person looks the line up in an editor.

use std::{collections::VecDeque, io::Read};

/// A text that remembers where its lines begin, as far as they were read ahead.
pub(super) struct Lines<R> {
    text: R,
    offset: u64,
    line: u64,
    fresh: bool,
    /// Offset and number of the lines with anything on them.
    begun: VecDeque<(u64, u64)>,
}

impl<R> Lines<R> {
    pub(super) fn new(text: R) -> Lines<R> {
        Lines { text, offset: 0, line: 1, fresh: true, begun: VecDeque::new() }
    }

    /// The line of the first row at or behind this offset; what lies before it is forgotten.
    pub(super) fn at(&mut self, offset: u64) -> u64 {
        while self.begun.front().is_some_and(|(begins, _)| *begins < offset) {
            self.begun.pop_front();
        }
        self.begun.front().map_or(self.line, |(_, line)| *line)
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.text.read(into)?;
        for byte in &into[..length] {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.fresh = true;
                }
                b'\r' => {}
                _ if self.fresh => {
                    self.begun.push_back((self.offset, self.line));
                    self.fresh = false;
                }
                _ => {}
            }
            self.offset += 1;
        }
        Ok(length)
    }
}
