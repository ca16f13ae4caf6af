"""What everybody uses: programs, languages, formats, standards and licences, by their names.

Such a name says about nobody who it is; a programme that needs one gone declares it. Firms
that may be somebody's client are not among them. Names that are surnames or given names too
are doubted only where no person is meant.
"""

import re

from scrubbing.engine.replace import squeeze
from scrubbing.engine.types import Kind

NAMES = (
    # Where code lies, and what builds, runs and checks it.
    "GitHub|GitLab|Bitbucket|Gitea|Git|Mercurial|Subversion|PyPI|npm|Yarn|pnpm|Conda|Anaconda|Homebrew|Docker|Podman|Kubernetes|Helm|Jenkins|"
    "Travis CI|CircleCI|GitHub Actions|Terraform|Ansible|Puppet|Vagrant|CMake|Bazel|Gradle|Maven|Webpack|Babel|ESLint|Prettier|Codecov|Coveralls|"
    "SonarQube|Dependabot|Read the Docs|Sphinx|Doxygen|Javadoc|MkDocs|Swagger|OpenAPI|Postman|Selenium|Playwright|Cypress|Pytest|"
    "JUnit|Valgrind|LLVM|Clang|GCC|ANTLR|Visual Studio|Visual Studio Code|VS Code|Xcode|Eclipse|IntelliJ|IntelliJ IDEA|PyCharm|Vim|Emacs|Notepad++|"
    # Languages and what programs are made with.
    "Python|CPython|PyPy|Cython|Jython|JavaScript|ECMAScript|TypeScript|CoffeeScript|Java|Kotlin|Scala|Groovy|Clojure|Rust|Golang|Haskell|OCaml|"
    "Erlang|Elixir|Fortran|COBOL|Perl|PHP|Lua|Swift|Objective-C|Visual Basic|VBA|MATLAB|Simulink|Octave|SPSS|Stata|LaTeX|TeX|Markdown|"
    "reStructuredText|AsciiDoc|Jupyter|Jupyter Notebook|JupyterLab|IPython|NumPy|SciPy|pandas|Polars|Matplotlib|Seaborn|Plotly|scikit-learn|"
    "TensorFlow|PyTorch|Keras|ONNX|CUDA|OpenCV|Pydantic|SQLAlchemy|FastAPI|Starlette|Uvicorn|Gunicorn|Celery|RabbitMQ|Kombu|aiohttp|asyncio|AnyIO|"
    "Node.js|NodeJS|Deno|React|ReactJS|React Native|Redux|Next.js|Vue|Vue.js|Nuxt|AngularJS|Svelte|jQuery|Bootstrap|Tailwind|Tailwind CSS|Electron|Flutter|"
    "Spring Boot|Hibernate|Ruby on Rails|Laravel|Symfony|ASP.NET|.NET|.NET Framework|.NET Core|LINQ|WebAssembly|WebSocket|WebRTC|GraphQL|gRPC|"
    "Protobuf|Boto|Boto3|Botocore|Cygwin|MinGW|Raspberry Pi|Arduino|"
    "C#|C++|F#|VB.NET|ADO.NET|ASP|Silverlight|WCF|WPF|JSP|EJB|JDBC|JavaBeans|Servlet|Servlets|Struts|Spring MVC|Spring|Angular JS|ABAP|SAPUI5|"
    "Selenium WebDriver|Cucumber|TestNG|QTP|Teamcity|Nexus|Tomcat|JBoss|WebLogic|WebSphere|Ant|SVN|CVS|TFS|Agile|SDLC|CI/CD|DevOps|Big Data|Cloud|"
    # Data and machines.
    "PostgreSQL|Postgres|MySQL|SQLite|MariaDB|MongoDB|Redis|Memcached|Elasticsearch|OpenSearch|Kibana|Logstash|Grafana|Prometheus|InfluxDB|DynamoDB|"
    "SQL Server|MS SQL|MS SQL Server|Microsoft SQL Server|SQL Azure|Windows Azure|Azure Storage|Azure Blob|SSIS|SSRS|SSAS|ETL|DBA|PL/SQL|T-SQL|NoSQL|QlikView|"
    "Splunk|Hyper-V|KVM|Citrix XenServer|Windows Vista|BGP|OSPF|VPN|RBAC|OData|JSON|AJAX|BigQuery|Redshift|Hadoop|HDFS|Kafka|Spark|Airflow|dbt|Nginx|Traefik|HAProxy|Linux|GNU|GNU/Linux|Ubuntu|Debian|Fedora|CentOS|"
    "Red Hat Enterprise Linux|Alpine|Arch Linux|FreeBSD|Unix|POSIX|Windows|Windows NT|Windows Server|Windows XP|macOS|Mac OS|Mac OS X|OS X|"
    "iOS|iPadOS|Android|PowerShell|Bash|Zsh|VirtualBox|Active Directory|OneAPI|AWS|Amazon Web Services|Azure|Google Cloud|"
    "Google Cloud Platform|GCP|OpenStack|"
    # What offices write, draw, count, meet and sell with.
    "Excel|PowerPoint|Outlook|OneNote|SharePoint|OneDrive|Microsoft Office|Microsoft Word|Microsoft Excel|Microsoft PowerPoint|Microsoft Teams|"
    "Microsoft Access|Microsoft Windows|Microsoft SharePoint|Microsoft Exchange|Microsoft Visual Studio|Microsoft Outlook|Microsoft Azure|MS Project|MS Outlook|"
    "MS Access|MS PowerPoint|MS Visio|Mac Office|MS Office|MS Word|MS Excel|Office 365|Microsoft 365|LibreOffice|OpenOffice|Open Office|OpenOffice.org|"
    "Power BI|Power Query|Power Automate|Tableau|Google Docs|Google Sheets|Google Slides|Google Drive|Google Maps|Google Analytics|Google Chrome|"
    "Google Workspace|Google Meet|Gmail|GroupWise|Novell GroupWise|Lotus Notes|Thunderbird|Mozilla Firefox|Firefox|Chrome|Chromium|Internet Explorer|"
    "Microsoft Edge|Safari|YouTube|WhatsApp|LinkedIn|Facebook|Twitter|Instagram|TikTok|Wikipedia|Dropbox|Jira|Confluence|"
    "Trello|WooCommerce|Magento|QuickBooks|SAP HANA|Salesforce CRM|"
    "WordPress|Drupal|Joomla|Photoshop|Illustrator|InDesign|Acrobat|Adobe Reader|Adobe Acrobat|Adobe Photoshop|AutoCAD|SolidWorks|SketchUp|Revit|Blender|"
    "GIMP|Inkscape|WordArt|SmartArt|ClipArt|ChatGPT|LLM|LLMs|Stack Overflow|StackOverflow|PayPal|Skype|Visio|Microsoft Project|"
    # Formats, protocols, standards, licences and marks.
    "Unicode|ASCII|ASGI|WSGI|OAuth|OAuth 1|OAuth 2|OAuth 2.0|OpenID|OpenID Connect|SAML|Kerberos|LDAP|FIDO|FIDO2|WebAuthn|HTTP|HTTPS|HTTP/2|TLS|SSL|SSH|"
    "SFTP|IMAP|SMTP|DNS|REST|SOAP|XPath|XSLT|XML|HTML|HTML5|CSS|CSS3|SQL|NoSQL|JSON|YAML|TOML|CSV|PDF|EPUB|SPDX|SPDX-License-Identifier|SVG|ISO|IEC|IEEE|"
    "ANSI|NIST|Bluetooth|WLAN|Ethernet|Zstandard|Zstd|Brotli|Snappy|Apache License|Apache Software License|MIT License|BSD License|ISC License|ISC|"
    "Mozilla Public License|Public License|GNU General Public License|GNU Lesser General Public License|General Public License|Eclipse Public License|"
    "Python Software Foundation License|Creative Commons|Creative Commons CC0|Creative Commons Zero|Creative Commons Attribution|Scrum|Kanban|PRINCE2|ITIL"
).split("|")  # fmt: skip
PRODUCTS = frozenset(map(squeeze, NAMES))
ALSO_PEOPLE = frozenset(
    map(squeeze, "Jenkins|Ansible|Celery|Maven|Scala|Swift|Perl|Java|Lua|Keras|Octave|Julia|Helm|Git|Blender|Vue|Alpine|Babel|Helm|Spark|Chrome|Snappy|Ant|Nexus|Spring|Cloud|Struts|Cucumber".split("|"))
)  # fmt: skip
"""Words of these names that somebody may be called."""


BETWEEN = re.compile(r"\s*(?:[,;/&|•]|\band\b)\s*")
VERSION = re.compile(r"[ -]?v?\d+(?:\.\d+)*\s?[a-z]?$", re.IGNORECASE)


def is_product(text: str, kind: Kind) -> bool:
    """Say whether a name is that of a product, or of several, and not of a person who shares it."""
    if _one(text, kind):
        return True
    parts = [part for part in BETWEEN.split(text) if part]
    return bool(parts) and all(_one(part, kind) for part in parts)


def _one(text: str, kind: Kind) -> bool:
    keys = {squeeze(text), squeeze(VERSION.sub("", text))}
    return bool(keys & PRODUCTS) and not (kind is Kind.PERSON and keys & ALSO_PEOPLE)
