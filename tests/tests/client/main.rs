//! The generated client over real HTTP on loopback.

#[cfg(test)]
mod builder;
#[cfg(test)]
mod cancelling;
#[cfg(test)]
mod closed_connections;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod csv;
#[cfg(test)]
mod downloads;
#[cfg(test)]
mod embedded;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod features;
#[cfg(test)]
mod handles;
#[cfg(test)]
mod hostile_responses;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod media;
#[cfg(test)]
mod official_library;
#[cfg(test)]
mod options;
#[cfg(test)]
mod outcomes;
#[cfg(test)]
mod own_http_client;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod private;
#[cfg(test)]
mod provider;
#[cfg(test)]
mod rate_limit;
#[cfg(test)]
mod reconciling;
#[cfg(test)]
mod recordings;
#[cfg(test)]
mod rejections;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod round_trips;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod setters;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod twiml;
#[cfg(test)]
mod waiting;
