//! The page inside the window, driven through the web view's own automation.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::eventually;

/// A session with the page of a running app that was started for automation.
pub struct Page {
    driver: Child,
    port: u16,
    session: String,
}

const ANSWER_PATIENCE: Duration = Duration::from_secs(60);

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Page {
    /// Attaches to the page whose app listens for inspectors on this port; its window has to be open.
    pub fn attach(inspector: u16) -> Self {
        eventually("the page's inspector", || {
            TcpStream::connect(("127.0.0.1", inspector)).ok()
        });
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg("--host=127.0.0.1")
            .arg(format!("--port={port}"))
            .arg(format!("--target=127.0.0.1:{inspector}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver is missing: install webkit2gtk-driver");
        let mut page = Self {
            driver,
            port,
            session: String::new(),
        };
        eventually("the driver", || TcpStream::connect(("127.0.0.1", port)).ok());
        let wanted = json!({"capabilities": {"alwaysMatch": {}}});
        page.session = eventually("a session", || {
            let answer = page.post("/session", &wanted)?;
            Some(answer["value"]["sessionId"].as_str()?.to_owned())
        });
        page
    }

    /// Runs the body of a function in the page; answers what it returns.
    pub fn run(&self, script: &str) -> Value {
        let answer = self.post(
            &format!("/session/{}/execute/sync", self.session),
            &json!({"script": script, "args": []}),
        );
        answer.unwrap_or_else(|| panic!("no answer to {script}"))["value"].take()
    }

    /// Runs it again and again until it returns something true.
    pub fn wait_for(&self, script: &str) -> Value {
        eventually(script, || {
            let value = self.run(script);
            (!matches!(value, Value::Null | Value::Bool(false)) && value["error"].is_null()).then_some(value)
        })
    }

    /// Clicks the element that the body of a function returns, as a person does with the mouse.
    pub fn click(&self, script: &str) {
        let element = self.wait_for(script);
        let fields = element.as_object().and_then(|fields| fields.values().next());
        let id = fields
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no element: {element}"));
        let answer = self.post(&format!("/session/{}/element/{id}/click", self.session), &json!({}));
        assert!(
            answer.as_ref().is_some_and(|answer| answer["value"].is_null()),
            "{script}: {answer:?}"
        );
    }

    fn post(&self, path: &str, body: &Value) -> Option<Value> {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        // A page that goes elsewhere may take an answer along: then the test fails, and does not wait for ever.
        stream.set_read_timeout(Some(ANSWER_PATIENCE)).ok()?;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: \
             close\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (_, json) = answer.split_once("\r\n\r\n")?;
        serde_json::from_str(json).ok()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
