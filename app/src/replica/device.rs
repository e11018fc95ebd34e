//! How this device is called in the list of a user's devices.

/// What a user would recognise it by: browser and system.
pub fn label() -> String {
    let agent = web_sys::window().and_then(|it| it.navigator().user_agent().ok());
    let agent = agent.unwrap_or_default();
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| *name)
    };
    // Later ones also name themselves after earlier ones, so the order counts.
    let browser = first(&[
        ("MicroMessenger", "微信"),
        ("Edg", "Edge"),
        ("HuaweiBrowser", "Huawei"),
        ("MiuiBrowser", "MIUI"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("HarmonyOS", "HarmonyOS"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}
