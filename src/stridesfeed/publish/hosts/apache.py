"""
Apache httpd: ``.htaccess`` in the output folder. It needs ``mod_headers`` and ``mod_alias``, which nearly every host enables.
"""

from __future__ import annotations

from collections.abc import Mapping

from stridesfeed.publish.headers import by_headers
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines, quoted

#: For strings of Apache's expression syntax, in an expression that is itself in double quotes.
_ESCAPES = str.maketrans({character: f"\\{character}" for character in "\\'\""})


def configure(site: HostedSite) -> Mapping[str, Lines]:
    """
    Return the lines of ``.htaccess``.
    """
    lines = list[str]()
    for headers, files in by_headers(site.files, site.caching).items():
        paths = ", ".join(f"'{file.plain_path.translate(_ESCAPES)}'" for file in files)
        lines += [f'<If "%{{REQUEST_URI}} in {{ {paths} }}">', "  <IfModule mod_headers.c>"]
        # A percent sign begins a format specifier.
        lines += (f"    Header set {name} {quoted(value.replace('%', '%%'))}" for name, value in headers)
        lines += ["  </IfModule>", "</If>"]
    # RedirectMatch would percent-encode the new URL again.
    lines += [f"Redirect 301 {quoted(redirect.plain_path)} {quoted(redirect.new)}" for redirect in site.redirects]
    return {".htaccess": tuple(lines)} if lines else {}


HOST = Host(name="apache", title="Apache httpd", in_output=True, files=(".htaccess",), lines=configure)
