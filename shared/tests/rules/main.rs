//! The rules of the domain as tables: a row is what is asked, its last column what is answered.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed, and says where")]

mod ageing;
mod attachment;
mod bank_account;
mod contact;
mod credit;
mod customer;
mod dashboard;
mod ended;
mod exposure;
mod field_receipt;
mod hand_in;
mod ids;
mod invoice;
mod letter;
mod movement;
mod pairing;
mod promise;
mod property;
mod rate;
mod real_data;
mod receipt;
mod register;
mod saved_view;
mod second_person;
mod staff;
mod stage;
mod standing;
mod visit;
mod walk_in;
mod words;
