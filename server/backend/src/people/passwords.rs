//! Hashing passwords with argon2id, at most a few at a time: each costs 19 MiB and tens of milliseconds.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Hashes computed at once: more would let a flood of sign-ins take the machine.
const AT_ONCE: usize = 2;

/// The place where passwords are hashed.
pub(crate) struct Passwords {
    permits: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            permits: Semaphore::new(AT_ONCE),
        }
    }
}

impl Passwords {
    /// The hash to keep, with its salt and costs.
    pub(super) async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.run(move || {
            let hash = Argon2::default().hash_password(password.as_bytes());
            hash.map(|hash| hash.to_string())
                .map_err(|error| Error::Broken(format!("argon2: {error}")))
        })
        .await?
    }

    /// Whether the password is the one that was hashed. With no hash it takes as long and says no, so
    /// that the time does not tell which names exist.
    pub(super) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let password = password.to_owned();
        let hash = hash.map(str::to_owned);
        self.run(move || match hash {
            Some(hash) => PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok()
            }),
            None => {
                let _ = Argon2::default().hash_password(password.as_bytes());
                false
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let broken =
            |error: &dyn std::fmt::Display| Error::Broken(format!("password hashing: {error}"));
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|error| broken(&error))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| broken(&error))
    }
}
