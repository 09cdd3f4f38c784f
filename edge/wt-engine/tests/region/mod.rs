//! The generated region in a folder that goes away.

use wt_engine::Engine;
use wt_engine::compare::Ask;
use wt_engine::permit::Person;

pub struct Region {
    pub engine: Engine,
    folder: std::path::PathBuf,
}

impl Region {
    pub async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-region-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let (engine, _) = Engine::open_demo(&Person::local("test"), &folder, 1).await.unwrap();
        Self { engine, folder }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[allow(dead_code, reason = "not every test asks")]
pub fn ask() -> Ask {
    Ask { region: Some("Demo region (generated)".to_owned()), ..Ask::default() }
}
