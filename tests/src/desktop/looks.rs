//! How a window looks at one moment.

use std::{collections::HashSet, fs::File, io::BufWriter, path::Path};

/// What is to be seen of a window, four bytes a pixel: blue, green, red, nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looks {
    width: u16,
    height: u16,
    pixels: Vec<u8>,
}

impl Looks {
    /// As the display gives it.
    pub(super) fn new(width: u16, height: u16, pixels: Vec<u8>) -> Self {
        Self { width, height, pixels }
    }

    /// Is there nothing to read? Text has many shades, an empty page one or two.
    pub fn is_blank(&self) -> bool {
        let mut shades = HashSet::new();
        !self
            .pixels
            .chunks_exact(4)
            .any(|pixel| shades.insert(pixel) && shades.len() > 8)
    }

    /// Did more change than a clock or a spinner: more than one pixel in a hundred?
    pub fn differ_from(&self, other: &Self) -> bool {
        let pairs = || self.pixels.chunks_exact(4).zip(other.pixels.chunks_exact(4));
        self.pixels.len() != other.pixels.len() || pairs().filter(|(one, two)| one != two).count() * 100 > pairs().len()
    }

    /// Writes a PNG, for people.
    pub fn save(&self, to: &Path) {
        let file = BufWriter::new(File::create(to).unwrap());
        let mut encoder = png::Encoder::new(file, self.width.into(), self.height.into());
        encoder.set_color(png::ColorType::Rgb);
        let rgb: Vec<u8> = self
            .pixels
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        encoder.write_header().unwrap().write_image_data(&rgb).unwrap();
    }
}
