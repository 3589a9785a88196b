//! CSV as typed rows.

use std::cell::Cell;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll};

use bytes::Bytes;
use csv_core::{ReadRecordResult, Reader};
use futures_core::Stream;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::byte_stream::ByteStream;
use crate::error::Error;

/// The largest row, with the empty lines before it, in bytes; a typical one is about 1 KB.
const LARGEST_ROW: usize = 1024 * 1024;

/// The rows of CSV, each read into a type by the names in the header line.
///
/// Returned by [`ByteStream::rows`]. Implements [`Stream`] with items of `Result<T, Error>`;
/// [`try_next`](Self::try_next) reads it without a stream library. Every row must arrive within the timeout of the
/// request, not counting time in which nobody waits for a row (see [`ByteStream`]), and must not be larger than 1 MiB.
/// After an error the stream has ended.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// use twilio_calls::CallRow;
///
/// let mut rows = client.list_calls().csv_page().await?.rows::<CallRow>();
/// while let Some(row) = rows.try_next().await? {
///     println!("{} cost {:?}", row.sid, row.price);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct Rows<T> {
    bytes: ByteStream,
    reader: Reader,
    /// What arrived and is not read yet.
    input: Bytes,
    /// The fields of the row, one after the other, and where each ends.
    text: Vec<u8>,
    text_length: usize,
    ends: Vec<usize>,
    ends_length: usize,
    header: Option<Vec<String>>,
    row: u64,
    /// How many bytes were read since the last row.
    since_row: usize,
    state: State,
    row_type: PhantomData<fn() -> T>,
}

#[derive(PartialEq)]
enum State {
    Reading,
    /// No more bytes will come, but some may be in the reader.
    Ending,
    Done,
}

impl ByteStream {
    /// Reads the rows, each into a type such as `CallRow`, by the names in the header line.
    ///
    /// A column belongs to the field with its name in snake case (`DateCreated` to `date_created`);
    /// other columns are ignored, and an empty field is `None` in an `Option`. The header line itself is
    /// not a row.
    pub fn rows<T: DeserializeOwned>(mut self) -> Rows<T> {
        self.report_progress();
        Rows {
            bytes: self,
            reader: Reader::new(),
            input: Bytes::new(),
            text: vec![0; 4096],
            text_length: 0,
            ends: vec![0; 64],
            ends_length: 0,
            header: None,
            row: 0,
            since_row: 0,
            state: State::Reading,
            row_type: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> Rows<T> {
    /// The next row, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the bytes end early or arrive too late, or if a row does not fit the type; the error names row and column.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// Like [`try_next`](Self::try_next), but returns `Option<Result<…>>`.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll_row(cx)).await
    }

    fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        while self.state != State::Done {
            if self.input.is_empty() && self.state == State::Reading {
                match Pin::new(&mut self.bytes).poll_next(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(bytes))) => self.input = bytes,
                    Poll::Ready(Some(Err(error))) => return self.fail(error),
                    Poll::Ready(None) => self.state = State::Ending,
                }
                // A piece without bytes would look to the reader like the end.
                if self.input.is_empty() && self.state == State::Reading {
                    continue;
                }
            }
            let (result, read, written, ended) = self.reader.read_record(
                &self.input,
                &mut self.text[self.text_length..],
                &mut self.ends[self.ends_length..],
            );
            let _ = self.input.split_to(read);
            self.text_length += written;
            self.ends_length += ended;
            self.since_row += read;
            if result == ReadRecordResult::Record {
                self.since_row = 0;
                self.bytes.report_progress();
            } else if self.since_row > LARGEST_ROW {
                let error = Error::row(self.row + 1, None, "no row ends within 1 MiB");
                return self.fail(error);
            }
            match result {
                ReadRecordResult::InputEmpty => {}
                // Both are bounded, because the row is.
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => match self.record() {
                    Ok(Some(row)) => return Poll::Ready(Some(Ok(row))),
                    Ok(None) => {}
                    Err(error) => return self.fail(error),
                },
                ReadRecordResult::End => self.state = State::Done,
            }
        }
        Poll::Ready(None)
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<T, Error>>> {
        self.state = State::Done;
        Poll::Ready(Some(Err(error)))
    }

    /// Reads the row that is complete; the first is the header and not returned.
    fn record(&mut self) -> Result<Option<T>, Error> {
        let length = std::mem::take(&mut self.text_length);
        let ends = &self.ends[..std::mem::take(&mut self.ends_length)];
        let text = std::str::from_utf8(&self.text[..length])
            .map_err(|_| Error::row(self.row, None, "the row is not valid UTF-8"))?;
        let mut begin = 0;
        let fields = ends.iter().map(|end| {
            let field = text.get(begin..*end).unwrap_or_default();
            begin = *end;
            field
        });
        let Some(header) = &self.header else {
            self.header = Some(fields.map(column_name).collect());
            return Ok(None);
        };
        self.row += 1;
        let column = Cell::new(None);
        let pairs = header.iter().zip(fields).map(|(name, field)| {
            column.set(Some(name.as_str()));
            (name.as_str(), Field(field))
        });
        // What fails after the last column, such as a missing field, has no column.
        let pairs = pairs.chain(std::iter::from_fn(|| {
            column.set(None);
            None
        }));
        T::deserialize(MapDeserializer::new(pairs))
            .map(Some)
            .map_err(|error: ValueError| Error::row(self.row, column.get(), &error.to_string()))
    }
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(cx)
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// The name of a column as the name of a field: `DateCreated` as `date_created`.
fn column_name(column: &str) -> String {
    let mut name = String::with_capacity(column.len() + 4);
    let mut joins = false;
    for character in column.trim_start_matches('\u{feff}').trim().chars() {
        if character.is_uppercase() && joins {
            name.push('_');
        }
        joins = character.is_lowercase() || character.is_numeric();
        match character {
            ' ' | '-' => name.push('_'),
            _ => name.extend(character.to_lowercase()),
        }
    }
    name
}

/// One field of a row: a string, or `None` if it is empty. Numbers, `true` and `false` are read where the type asks
/// for them.
struct Field<'a>(&'a str);

impl Field<'_> {
    fn parse<T: FromStr>(&self, expected: &str) -> Result<T, ValueError> {
        self.0
            .parse()
            .map_err(|_| ValueError::custom(format_args!("expected {expected}")))
    }
}

/// Primitive types, which are read with `FromStr`.
macro_rules! parse {
    ($($method:ident => $visit:ident, $expected:literal;)+) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
                visitor.$visit(self.parse($expected)?)
            }
        )+
    };
}

impl<'de> IntoDeserializer<'de, ValueError> for Field<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.0.is_empty() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    parse! {
        deserialize_bool => visit_bool, "true or false";
        deserialize_i32 => visit_i32, "an integer";
        deserialize_i64 => visit_i64, "an integer";
        deserialize_u32 => visit_u32, "an integer";
        deserialize_u64 => visit_u64, "an integer";
        deserialize_f64 => visit_f64, "a number";
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u128 f32 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::column_name;
    use crate::api::service::AccountSid;
    use crate::byte_stream::ByteStream;
    use crate::decimal::Decimal;

    #[derive(Debug, Deserialize)]
    struct Row {
        sid: AccountSid,
        price: Option<Decimal>,
        to: Option<String>,
        duration: Option<u32>,
        recorded: Option<bool>,
        status: Option<String>,
    }

    /// Reads CSV that arrives in pieces of one byte.
    async fn rows(text: &'static str) -> Result<Vec<Row>, crate::Error> {
        let mut rows = ByteStream::pieces(text.as_bytes().chunks(1).map(bytes::Bytes::from_static))
            .rows::<Row>();
        let mut all = Vec::new();
        while let Some(row) = rows.try_next().await? {
            all.push(row);
        }
        Ok(all)
    }

    #[test]
    fn columns_have_the_names_of_fields() {
        for (column, field) in [
            ("Sid", "sid"),
            ("SID", "sid"),
            ("\u{feff}DateCreated", "date_created"),
            ("date_created", "date_created"),
            ("Phone Number Sid", "phone_number_sid"),
            ("", ""),
        ] {
            assert_eq!(column_name(column), field);
        }
    }

    #[tokio::test]
    async fn rows_are_found_by_name_wherever_the_pieces_end() -> Result<(), crate::Error> {
        let text = "Price,Sid,Nothing,To,Status,Duration,Recorded\r\n\
            -0.0300,AC00000000000000000000000000000000,\"x\ny\",\"Jane \"\"J\"\", Doe\",completed,15,true\r\n\
            ,AC00000000000000000000000000000001,,,later,,\n";
        let rows = rows(text).await?;
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0].price.map(|price| price.to_string()).as_deref(),
            Some("-0.0300")
        );
        assert_eq!(rows[0].sid, "AC00000000000000000000000000000000");
        assert_eq!(rows[0].to.as_deref(), Some("Jane \"J\", Doe"));
        assert_eq!((rows[0].duration, rows[0].recorded), (Some(15), Some(true)));
        assert_eq!((rows[1].price, rows[1].duration), (None, None));
        assert_eq!(rows[1].to, None);
        assert_eq!(rows[1].status.as_deref(), Some("later"));
        Ok(())
    }

    #[tokio::test]
    async fn a_wrong_field_is_named_and_not_shown() {
        for text in [
            "To,Sid\nJane,+15558675310\n",
            "Sid,Duration\nAC00000000000000000000000000000000,Jane\n",
            "Price\n1\n",
            "+15558675310\n1\n",
        ] {
            let error = rows(text)
                .await
                .err()
                .map(|error| format!("{error} {error:?}"))
                .unwrap_or_default();
            assert!(
                error.contains("row 1") && error.contains("sid") | error.contains("duration"),
                "{error}"
            );
            assert!(
                !error.contains("Jane") && !error.contains("+155"),
                "{error}"
            );
        }
    }

    #[tokio::test]
    async fn nothing_has_no_rows() -> Result<(), crate::Error> {
        assert!(rows("").await?.is_empty());
        assert!(rows("Sid\n").await?.is_empty());
        Ok(())
    }

    #[tokio::test]
    async fn a_row_without_end_is_rejected() {
        let endless = std::iter::once("Sid\n\"").chain(std::iter::repeat("aaaaaaaaaaaaaaaa"));
        let mut rows =
            ByteStream::pieces(endless.map(|piece| bytes::Bytes::from_static(piece.as_bytes())))
                .rows::<Row>();
        assert!(rows.try_next().await.is_err_and(|error| error.is_decode()));
        assert!(rows.next().await.is_none());
    }
}
