use std::{
    fs::{self, File},
    io::ErrorKind,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// The Debian package that has the daemon.
const PACKAGE: &str = "syncthing";

/// A real Syncthing daemon that shares one folder with one other, and talks to nobody outside this machine.
/// Killed when dropped.
pub struct Syncthing {
    id: String,
    folder: PathBuf,
    port: u16,
    home: TempDir,
    child: Option<Child>,
}

impl Syncthing {
    /// Two daemons that keep these two folders equal.
    ///
    /// # Panics
    ///
    /// When Syncthing is not installed. That is a failure, never a reason to skip a test.
    #[track_caller]
    pub fn pair(one: &Path, other: &Path) -> [Self; 2] {
        let ports = free_ports();
        let (mut one, mut other) = (Self::new(one, ports[0]), Self::new(other, ports[1]));
        one.serve(&other, ports[2]);
        other.serve(&one, ports[3]);
        [one, other]
    }

    fn new(folder: &Path, port: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder).unwrap();
        run(command(home.path())
            .args(["generate", "--no-default-folder"])
            .arg("--home")
            .arg(home.path()));
        let id = run(command(home.path()).arg("--device-id").arg("--home").arg(home.path()));
        Self {
            id: id.trim().to_owned(),
            folder: folder.to_owned(),
            port,
            home,
            child: None,
        }
    }

    /// Starts it; its log is in its home.
    fn serve(&mut self, other: &Self, gui_port: u16) {
        let home = self.home.path();
        fs::write(home.join("config.xml"), configuration(self, other, gui_port)).unwrap();
        // The folder's marker: a folder without it counts as not mounted.
        fs::create_dir_all(self.folder.join(".stfolder")).unwrap();
        let log = File::create(home.join("log")).unwrap();
        let mut command = command(home);
        command
            .args(["serve", "--no-browser", "--no-restart", "--no-upgrade", "--home"])
            .arg(home);
        let started = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn();
        self.child = Some(started.unwrap());
    }

    /// What it wrote down, to see what went wrong.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Syncthing {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Whatever it keeps by default, it keeps in `home`.
fn command(home: &Path) -> Command {
    let mut command = Command::new("syncthing");
    command
        .env("HOME", home)
        .env("STNODEFAULTFOLDER", "1")
        .env("STNOUPGRADE", "1");
    command
}

fn run(command: &mut Command) -> String {
    let output = match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("Syncthing is not installed: `cargo xtask test` installs it; by hand, install the package {PACKAGE}")
        }
        output => output.unwrap(),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Ports that nobody uses now.
fn free_ports() -> Vec<u16> {
    let taken: Vec<_> = (0..4).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    taken
        .iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect()
}

/// Loopback only: no discovery, relays, NAT traversal, reports or upgrades.
fn configuration(own: &Syncthing, other: &Syncthing, gui_port: u16) -> String {
    let device = |of: &Syncthing| {
        format!(
            r#"<device id="{}" name="test"><address>tcp://127.0.0.1:{}</address></device>"#,
            of.id, of.port
        )
    };
    format!(
        r#"<configuration version="36">
    <folder id="baton" path="{folder}" type="sendreceive" rescanIntervalS="5" fsWatcherEnabled="true" fsWatcherDelayS="1">
        <device id="{own_id}"></device>
        <device id="{other_id}"></device>
        <minDiskFree unit="%">0</minDiskFree>
        <markerName>.stfolder</markerName>
    </folder>
    {own_device}
    {other_device}
    <gui enabled="true" tls="false"><address>127.0.0.1:{gui_port}</address><apikey>test</apikey></gui>
    <options>
        <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
        <globalAnnounceEnabled>false</globalAnnounceEnabled>
        <localAnnounceEnabled>false</localAnnounceEnabled>
        <relaysEnabled>false</relaysEnabled>
        <natEnabled>false</natEnabled>
        <stunKeepaliveStartS>0</stunKeepaliveStartS>
        <reconnectionIntervalS>2</reconnectionIntervalS>
        <startBrowser>false</startBrowser>
        <urAccepted>-1</urAccepted>
        <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
        <crashReportingEnabled>false</crashReportingEnabled>
        <minHomeDiskFree unit="%">0</minHomeDiskFree>
        <setLowPriority>false</setLowPriority>
    </options>
</configuration>
"#,
        folder = own.folder.display(),
        own_id = own.id,
        other_id = other.id,
        own_device = device(own),
        other_device = device(other),
        port = own.port,
    )
}
