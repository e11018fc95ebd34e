//! What can be told from how a browser calls itself.

/// A browser inside another app, in which nothing can be kept for offline use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InApp {
    WeChat,
    DingTalk,
}

#[must_use]
pub fn in_app(user_agent: &str) -> Option<InApp> {
    if user_agent.contains("MicroMessenger") {
        Some(InApp::WeChat)
    } else if user_agent.contains("DingTalk") {
        Some(InApp::DingTalk)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_inside_apps_are_recognised() {
        let wechat =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1.15 MicroMessenger/8.0.49";
        let dingtalk = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 AliApp(DingTalk/7.6.0)";
        assert_eq!(in_app(wechat), Some(InApp::WeChat));
        assert_eq!(in_app(dingtalk), Some(InApp::DingTalk));
        assert_eq!(in_app("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36"), None);
    }
}
