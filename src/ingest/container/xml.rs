//! XML, a node at a time: nothing is held but the node, entities of its own are refused, and depth is bounded.

use std::io::BufRead;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::finding::{Code, Finding};
use crate::ingest::words::say;

use super::Refusal;
use super::budget::Budget;

/// Elements within elements; spreadsheets need a dozen.
const DEEPEST: usize = 256;

/// What comes next.
#[derive(Debug)]
pub(super) enum Node {
    /// An element begins.
    Open(Tag),
    /// An element ends.
    Close(Box<str>),
    /// Text, entities resolved.
    Text(String),
}

/// The beginning of an element, names with their prefixes.
#[derive(Debug)]
pub(super) struct Tag {
    pub name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
}

impl Tag {
    fn of(start: &BytesStart<'_>) -> Self {
        let mut attributes = Vec::new();
        // a broken attribute is passed over: the element is still what it is
        for attribute in start.attributes().with_checks(false).flatten() {
            if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                attributes.push((attribute.key.as_ref().into(), value.into()));
            }
        }
        Self { name: start.name().as_ref().into(), attributes }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| **key == *name).map(|(_, value)| &**value)
    }

    /// The value of an attribute as a number, where it is one.
    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }
}

/// A document being read.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next node; `None` at the end of a whole document. One that breaks off is a refusal.
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Node>, Refusal> {
        loop {
            budget.step()?;
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| broken(&error.to_string()))?;
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(broken(say::DEEP));
                    }
                    return Ok(Some(Node::Open(Tag::of(&start))));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::Close(end.name().as_ref().into())));
                }
                Event::Text(text) => return Ok(Some(Node::Text(text.xml10_content().into_owned()))),
                Event::CData(text) => return Ok(Some(Node::Text(text.xml10_content().into_owned()))),
                Event::GeneralRef(entity) => {
                    let text = match entity.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        _ => resolve_predefined_entity(&entity).map(str::to_owned),
                    };
                    let refused = || broken(say::ENTITY);
                    return text.map(|text| Some(Node::Text(text))).ok_or_else(refused);
                }
                Event::Eof if self.depth > 0 => return Err(broken(say::CUT)),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Passes over the rest of the element that has just begun.
    pub(super) fn skip(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next(budget)?.is_some() {}
        Ok(())
    }

    /// The text of the element that has just begun, whatever stands in it.
    pub(super) fn text(&mut self, budget: &mut Budget) -> Result<String, Refusal> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            match self.next(budget)? {
                Some(Node::Text(more)) => text.push_str(&more),
                Some(_) => {}
                None => break,
            }
        }
        Ok(text)
    }
}

fn broken(why: &str) -> Refusal {
    Finding::new(Code::FileUnreadable).found(why).into()
}
