/// A file as Baton seals it, with any body: to play another version.
pub fn seal(kind: &str, body: &[u8]) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes()).update(&[0]).update(body);
    let trailer = format!("\n#baton1 {kind} {:020} {}\n", body.len(), hasher.finalize().to_hex());
    [body, trailer.as_bytes()].concat()
}
