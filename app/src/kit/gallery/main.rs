//! The gallery as a page of its own.

fn main() {
    leptos::mount::mount_to_body(app::kit::gallery::Gallery);
}
