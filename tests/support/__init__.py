"""What tests stand on: servers, browsers, people."""
