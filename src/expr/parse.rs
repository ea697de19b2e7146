//! Text → syntax tree, with the place of every part.

use std::ops::Range;

use crate::number::Exact;

use super::{ArithOp, CompareOp};

/// What is deeper than this is no expression a person wrote; refusing it keeps the stack safe.
const DEEPEST: usize = 600;
/// A sum of a thousand terms is a tree a thousand deep: longer expressions are refused before the stack is.
const LONGEST: usize = 1000;

/// A part of an expression as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Ast {
    /// What it is.
    pub kind: AstKind,
    /// Bytes of the expression's text.
    pub span: Range<usize>,
}

/// The kinds of parts.
#[derive(Clone, Debug, PartialEq)]
pub enum AstKind {
    /// A number.
    Num(Exact),
    /// A quoted text.
    Text(String),
    /// A name.
    Name(String),
    /// A name with arguments.
    Call(String, Vec<Ast>),
    /// Minus.
    Neg(Box<Ast>),
    /// Logical not.
    Not(Box<Ast>),
    /// Two operands.
    Binary(BinaryOp, Box<Ast>, Box<Ast>),
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// Arithmetic.
    Arith(ArithOp),
    /// Comparison.
    Compare(CompareOp),
    /// Logical and.
    And,
    /// Logical or.
    Or,
}

/// Why an expression cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Bytes of the expression's text.
    pub span: Range<usize>,
    /// What stands there.
    pub found: String,
    /// What could have stood there.
    pub expected: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Num(Exact),
    Text(String),
    Name(String),
    Op(BinaryOp),
    Not,
    Open,
    Close,
    Comma,
    End,
}

/// Reads an expression.
pub fn parse(text: &str) -> Result<Ast, SyntaxError> {
    let tokens = tokenize(text)?;
    if let Some((_, span)) = tokens.get(LONGEST) {
        let found = format!("{} …", text.chars().take(20).collect::<String>());
        return Err(SyntaxError {
            span: span.clone(),
            found,
            expected: "a shorter expression (over() and memo sections add up)",
        });
    }
    let mut parser = Parser { text, tokens, at: 0, depth: 0 };
    let ast = parser.level(0)?;
    match parser.peek() {
        Token::End => Ok(ast),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

fn tokenize(text: &str) -> Result<Vec<(Token, Range<usize>)>, SyntaxError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let next = text[at..].chars().next();
        let mut two = |second: char, yes: Token, no: Token| {
            if next == Some(second) {
                at += second.len_utf8();
                yes
            } else {
                no
            }
        };
        let compare = |op| Token::Op(BinaryOp::Compare(op));
        let arith = |op| Token::Op(BinaryOp::Arith(op));
        let token = match c {
            _ if c.is_whitespace() => continue,
            '+' | '＋' => arith(ArithOp::Add),
            '-' | '−' | '－' => arith(ArithOp::Sub),
            '*' | '×' | '＊' => arith(ArithOp::Mul),
            '/' | '÷' | '／' => arith(ArithOp::Div),
            '(' | '（' => Token::Open,
            ')' | '）' => Token::Close,
            ',' | '，' => Token::Comma,
            '≥' => compare(CompareOp::Ge),
            '≤' => compare(CompareOp::Le),
            '≠' => compare(CompareOp::Ne),
            '>' => two('=', compare(CompareOp::Ge), compare(CompareOp::Gt)),
            '<' if next == Some('>') => two('>', compare(CompareOp::Ne), compare(CompareOp::Lt)),
            '<' => two('=', compare(CompareOp::Le), compare(CompareOp::Lt)),
            '=' => two('=', compare(CompareOp::Eq), compare(CompareOp::Eq)),
            '!' if next == Some('=') => two('=', compare(CompareOp::Ne), Token::Not),
            '\'' | '"' | '“' | '‘' => {
                let close = match c {
                    '“' => '”',
                    '‘' => '’',
                    same => same,
                };
                let Some(len) = text[at..].find(close) else {
                    return Err(SyntaxError {
                        span: start..text.len(),
                        found: text[start..].to_owned(),
                        expected: "a closing quote",
                    });
                };
                let content = text[at..at + len].to_owned();
                at += len + close.len_utf8();
                Token::Text(content)
            }
            _ if c.is_ascii_digit() || (c == '.' && next.is_some_and(|n| n.is_ascii_digit())) => {
                at = start + number_len(&text[start..]);
                let digits = &text[start..at];
                let number = digits.parse().map_err(|_| SyntaxError {
                    span: start..at,
                    found: digits.to_owned(),
                    expected: "a number",
                })?;
                Token::Num(number)
            }
            _ if c.is_alphabetic() || c == '_' => {
                let rest = text[at..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len() - at);
                at += rest;
                match &text[start..at] {
                    "and" => Token::Op(BinaryOp::And),
                    "or" => Token::Op(BinaryOp::Or),
                    "not" => Token::Not,
                    name => Token::Name(name.to_owned()),
                }
            }
            _ => {
                return Err(SyntaxError {
                    span: start..at,
                    found: c.to_string(),
                    expected: "a name, a number or an operator",
                });
            }
        };
        tokens.push((token, start..at));
    }
    tokens.push((Token::End, text.len()..text.len()));
    Ok(tokens)
}

/// Length of the number that `text` begins with: digits, a point, and an exponent where digits follow it.
fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut len = digits(0);
    if bytes.get(len) == Some(&b'.') {
        len += 1 + digits(len + 1);
    }
    if matches!(bytes.get(len), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(len + 1), Some(b'+' | b'-')));
        let exponent = if len + 1 + sign <= bytes.len() { digits(len + 1 + sign) } else { 0 };
        if exponent > 0 {
            len += 1 + sign + exponent;
        }
    }
    len
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |(_, span)| span.clone())
    }

    fn unexpected(&self, expected: &'static str) -> SyntaxError {
        let span = self.span();
        let found = if span.is_empty() { self.text } else { &self.text[span.clone()] }.to_owned();
        SyntaxError { span, found, expected }
    }

    /// Binary operators by binding strength: or, and, (not), comparison, sums, products.
    fn level(&mut self, level: usize) -> Result<Ast, SyntaxError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.unexpected("fewer nested parentheses"));
        }
        let ast = self.level_inner(level);
        self.depth -= 1;
        ast
    }

    fn level_inner(&mut self, level: usize) -> Result<Ast, SyntaxError> {
        if level == 2 && *self.peek() == Token::Not {
            let start = self.span().start;
            self.at += 1;
            let operand = self.level(2)?;
            let span = start..operand.span.end;
            return Ok(Ast { kind: AstKind::Not(Box::new(operand)), span });
        }
        if level == 5 {
            return self.unary();
        }
        let mut left = self.level(level + 1)?;
        while let Token::Op(op) = *self.peek() {
            let strength = match op {
                BinaryOp::Or => 0,
                BinaryOp::And => 1,
                BinaryOp::Compare(_) => 2,
                BinaryOp::Arith(ArithOp::Add | ArithOp::Sub) => 3,
                BinaryOp::Arith(ArithOp::Mul | ArithOp::Div) => 4,
            };
            if strength != level {
                break;
            }
            if level == 2
                && matches!(left.kind, AstKind::Binary(BinaryOp::Compare(_), ..))
                && !self.parenthesised(&left)
            {
                return Err(self.unexpected("`and` between two comparisons"));
            }
            self.at += 1;
            let right = self.level(level + 1)?;
            let span = left.span.start..right.span.end;
            left = Ast { kind: AstKind::Binary(op, Box::new(left), Box::new(right)), span };
        }
        Ok(left)
    }

    /// Whether the tree was written inside parentheses: its own operator then stands before a closing one.
    fn parenthesised(&self, ast: &Ast) -> bool {
        self.text[ast.span.end..].trim_start().starts_with([')', '）'])
    }

    fn unary(&mut self) -> Result<Ast, SyntaxError> {
        let start = self.span().start;
        match self.peek() {
            Token::Op(BinaryOp::Arith(op @ (ArithOp::Sub | ArithOp::Add))) => {
                let negative = *op == ArithOp::Sub;
                self.at += 1;
                let operand = self.level(5)?;
                let span = start..operand.span.end;
                Ok(if negative { Ast { kind: AstKind::Neg(Box::new(operand)), span } } else { operand })
            }
            _ => self.primary(),
        }
    }

    fn primary(&mut self) -> Result<Ast, SyntaxError> {
        let span = self.span();
        let token = self.peek().clone();
        let kind = match token {
            Token::Num(number) => AstKind::Num(number),
            Token::Text(text) => AstKind::Text(text),
            Token::Name(name) => {
                self.at += 1;
                if *self.peek() != Token::Open {
                    return Ok(Ast { kind: AstKind::Name(name), span });
                }
                self.at += 1;
                let args = self.arguments()?;
                let end = self.tokens[self.at - 1].1.end;
                return Ok(Ast { kind: AstKind::Call(name, args), span: span.start..end });
            }
            Token::Open => {
                self.at += 1;
                let inner = self.level(0)?;
                if *self.peek() != Token::Close {
                    return Err(self.unexpected("`)`"));
                }
                self.at += 1;
                return Ok(inner);
            }
            _ => return Err(self.unexpected("a value")),
        };
        self.at += 1;
        Ok(Ast { kind, span })
    }

    fn arguments(&mut self) -> Result<Vec<Ast>, SyntaxError> {
        let mut args = Vec::new();
        if *self.peek() == Token::Close {
            self.at += 1;
            return Ok(args);
        }
        loop {
            args.push(self.level(0)?);
            match self.peek() {
                Token::Comma => self.at += 1,
                Token::Close => {
                    self.at += 1;
                    return Ok(args);
                }
                _ => return Err(self.unexpected("`,` or `)`")),
            }
        }
    }
}
