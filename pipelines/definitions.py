"""What `dagster dev -w workspace.yaml` loads: the definitions of the home named by KITH_HOME."""

from pipelines.assembly import build_definitions
from pipelines.home import open_home
from records.settings import load_settings

defs = build_definitions(open_home(load_settings().home))
