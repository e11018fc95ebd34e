//! The rules of the domain as tables: a row is what is asked, its last column what is answered.

mod customer;
mod invoice;
mod promise;
mod receipt;
mod register;
mod stage;
mod standing;
mod visit;
