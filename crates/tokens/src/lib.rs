//! What a page of API tokens decides, without a browser.
