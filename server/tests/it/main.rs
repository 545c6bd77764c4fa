//! The process from outside: HTTP as a browser and a tool speak it, and the command line.

mod changes;
mod commands;
mod endpoints;
mod freeze_line;
mod full_disk;
mod functions;
mod http_basics;
mod import_command;
mod import_running;
mod import_samples;
mod incidents;
mod links;
mod mail;
mod mail_kill;
mod place;
mod screens;
mod sessions;
mod standards;
mod storage;
mod streams;
mod touches;
mod views;
mod wall;
mod watch;
mod write_back;
mod write_back_pages;
