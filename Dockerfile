# The dashboard in a container: docker build -t legal-compare . && docker run -p 127.0.0.1:8501:8501 legal-compare
FROM python:3.11-slim
# fonts for pictures that are taken along
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/legal-compare
COPY . .
RUN pip install --no-cache-dir --constraint constraints.txt . && useradd --create-home reader
USER reader
ENV LEGAL_COMPARE_CACHE=/home/reader/cache
# the law is read once while the image is made, so that the first reader need not wait
RUN legal-compare gaps >/dev/null
EXPOSE 8501
HEALTHCHECK CMD python -c "import urllib.request as r; r.urlopen('http://localhost:8501/_stcore/health')"
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0"]
