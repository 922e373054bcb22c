"""Static files under names that hold a digest of their content, so that browsers keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names also inside JavaScript's import statements, which must end with a semicolon."""

    support_js_module_import_aggregation = True
    # One pass for each level of files that name each other; our modules go deeper than five.
    max_post_process_passes = 12
