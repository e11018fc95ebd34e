mod clock;
mod id;
mod replica;
mod session;

fn main() {}
